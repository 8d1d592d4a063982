#include "app/figures_json.h"

#include "base/json_number.h"
#include "figure/compare.h"

namespace luoshi::app {
namespace {

Json TextOrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

JsonObject PositionsOf(const std::map<JurisdictionId, Position>& positions) {
  JsonObject out;
  for (const auto& [jurisdiction, position] : positions) {
    out[std::to_string(NumberOf(jurisdiction))] = position;
  }
  return out;
}

Json DenominatorOf(const figure::BaseFigure& base) {
  return base.suppressed ? Json() : ExactNumber(base.denominator);
}

Json StatedToJson(const std::optional<figure::Stated>& stated) {
  if (!stated) {
    return nullptr;
  }
  return JsonObject{{"value", ExactNumber(stated->value)},
                    {"numerator", ExactNumber(stated->numerator)},
                    {"denominator", ExactNumber(stated->denominator)},
                    {"as_of", stated->day.ToString()},
                    {"source", stated->source}};
}

Json ComparisonToJson(const std::optional<figure::Comparison>& comparison) {
  if (!comparison) {
    return nullptr;
  }
  return JsonObject{{"against", figure::AgainstName(comparison->against)},
                    {"as_of", comparison->day.ToString()},
                    {"period", TextOrNull(comparison->period)},
                    {"numerator", ExactNumber(comparison->numerator)},
                    {"value", ExactNumber(comparison->value)},
                    {"numerator_change", ExactNumber(comparison->numerator_change)},
                    {"value_change", ExactNumber(comparison->value_change)},
                    {"stated", StatedToJson(comparison->stated)}};
}

Json ForecastToJson(const std::optional<figure::Forecast>& forecast) {
  if (!forecast) {
    return nullptr;
  }
  return JsonObject{{"value", ExactNumber(forecast->value)},
                    {"method", figure::kForecastMethod},
                    {"from", forecast->from.ToString()},
                    {"days", forecast->days}};
}

JsonObject FigureToJson(const root::Directory& directory, const figure::Figure& figure) {
  const rules::Indicator& indicator = *figure.indicator;
  const Unit* unit = directory.FindUnit(figure.unit);
  JsonObject json;
  json["indicator"] = figure.pack->name + "." + indicator.name;
  json["title"] = indicator.title.zh;
  json["unit"] = unit->code.empty() ? Json(NumberOf(unit->id)) : Json(unit->code);
  json["unit_name"] = unit->name + (figure.own ? "本级" : "");
  json["own"] = figure.own;
  json["as_of"] = figure.as_of.ToString();
  json["since"] = figure.since ? Json(figure.since->ToString()) : Json();
  json["period"] = TextOrNull(figure.period);
  json["by"] =
      figure.by.empty() ? Json() : Json(JsonObject{{figure.by, TextOrNull(figure.by_value)}});
  json["numerator"] = ExactNumber(figure.numerator);
  json["denominator"] = figure.bases.empty() ? Json() : DenominatorOf(figure.bases.front());
  json["value"] = ExactNumber(figure.value);
  JsonArray bases;
  for (const figure::BaseFigure& base : figure.bases) {
    bases.push_back({{"base", base.base},
                     {"denominator", DenominatorOf(base)},
                     {"value", ExactNumber(base.value)},
                     {"suppressed", base.suppressed}});
  }
  json["bases"] = std::move(bases);
  json["not_filled"] = figure.suppressed ? Json() : Json(figure.not_filled);
  json["unit_of_measure"] = TextOrNull(indicator.unit_of_measure);
  json["target"] = figure.target ? ExactNumber(figure.target->value) : Json();
  json["planned"] = ExactNumber(figure.planned);
  json["ahead"] = ExactNumber(figure.ahead);
  json["gap"] = ExactNumber(figure.gap);
  json["gap_unit"] = TextOrNull(indicator.gap_unit);
  json["needed_per_day"] = ExactNumber(figure.needed_per_day);
  json["forecast"] = ForecastToJson(figure.forecast);
  json["deadline"] =
      figure.target && figure.target->until ? Json(figure.target->until->ToString()) : Json();
  json["comparison"] = ComparisonToJson(figure.comparison);
  json["stated"] = StatedToJson(figure.stated);
  json["state"] = std::string(figure::StateName(figure.state));
  json["suppressed"] = figure.suppressed;
  json["comparable"] = figure.comparable;
  json["definition_version"] = DefinitionVersion(*figure.pack);
  return json;
}

}  // namespace

std::string DefinitionVersion(const rules::Pack& pack) {
  return pack.name + "@" + std::to_string(pack.version) + ":" + pack.hash.ToHex().substr(0, 12);
}

JsonArray FiguresToJson(App& app,
                        const std::vector<figure::Figure>& figures,
                        const std::map<JurisdictionId, Position>& positions) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const JsonObject heads = PositionsOf(positions);
  JsonArray out;
  for (const figure::Figure& figure : figures) {
    JsonObject json = FigureToJson(*directory, figure);
    json["journal_positions"] = heads;
    out.push_back(std::move(json));
  }
  return out;
}

JsonObject ExplanationToJson(App& app, const Explanation& explanation) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  JsonObject json;
  json["figure"] = FigureToJson(*directory, explanation.figure);
  const rules::Indicator& indicator = *explanation.figure.indicator;
  const rules::Pack& pack = *explanation.figure.pack;
  JsonArray measures;
  const auto describe = [&](const std::string& name, std::string_view part) {
    const rules::Measure* measure = pack.FindMeasure(name);
    measures.push_back({{"measure", name},
                        {"title", measure->title.zh},
                        {"part", std::string(part)},
                        {"where", measure->where.source()},
                        {"amount", measure->amount ? Json(measure->amount->source()) : Json()}});
  };
  for (const std::string& name : indicator.numerator) {
    describe(name, "numerator");
  }
  for (const rules::Base& base : indicator.bases) {
    for (const std::string& name : base.measures) {
      describe(name, "base:" + base.name);
    }
  }
  json["definition"] = {{"title", indicator.title.zh},
                        {"basis", TextOrNull(indicator.basis)},
                        {"measures", std::move(measures)}};
  JsonArray rows;
  for (const ExplainedRow& row : explanation.rows) {
    JsonArray denominators;
    for (const Decimal& denominator : row.denominators) {
      denominators.push_back(ExactNumber(denominator));
    }
    rows.push_back({{"record", row.record.ToString()},
                    {"jurisdiction", NumberOf(row.jurisdiction)},
                    {"title", row.title},
                    {"unit_name", directory->NameOf(row.region)},
                    {"state", TextOrNull(row.state)},
                    {"numerator", ExactNumber(row.numerator)},
                    {"denominators", std::move(denominators)},
                    {"not_filled", row.not_filled},
                    {"changed_on", row.changed_on.ToString()},
                    {"changed_by", row.changed_by}});
  }
  json["rows"] = std::move(rows);
  json["contributing"] = explanation.contributing ? Json(*explanation.contributing) : Json();
  json["closed"] = explanation.closed ? Json(*explanation.closed) : Json();
  json["journal_positions"] = PositionsOf(explanation.positions);
  return json;
}

Result<std::map<JurisdictionId, Position>> HeadPositions(App& app) {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  TRY_ASSIGN(const std::vector<journal::Head> heads, journal::ReadHeads(*tx));
  std::map<JurisdictionId, Position> out;
  for (const journal::Head& head : heads) {
    out[head.jurisdiction] = head.size;
  }
  return out;
}

}  // namespace luoshi::app
