#include "pack/pack_writer.h"

#include "base/json.h"
#include "base/text.h"
#include "pack/pack_parts.h"

namespace luoshi::pack {
namespace {

using rules::Field;
using rules::FieldType;

// The tree is JSON with texts as its only scalars; what is empty is left out.

bool IsPlain(std::string_view text) {
  if (text.empty() || text == "null" || text == "Null" || text == "NULL") {
    return false;
  }
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || static_cast<unsigned char>(c) >= 0x80;
    if (!plain) {
      return false;
    }
  }
  return true;
}

std::string Scalar(std::string_view text) {
  if (IsPlain(text)) {
    return std::string(text);
  }
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out.push_back(c);
        break;
    }
  }
  return out + "\"";
}

void WriteMap(const JsonObject& map, std::size_t indent, std::string& out) {
  for (const auto& member : map) {
    out += std::string(indent, ' ') + Scalar(member.key()) + ":";
    const Json& value = member.value();
    if (value.is_object()) {
      if (value.as_object().empty()) {
        out += " {}\n";
        continue;
      }
      out += "\n";
      WriteMap(value.as_object(), indent + 2, out);
    } else if (value.is_array()) {
      std::vector<std::string> items;
      for (const Json& item : value.as_array()) {
        items.push_back(Scalar(TextOf(item.as_string())));
      }
      out += " [" + Join(items, ", ") + "]\n";
    } else {
      out += " " + Scalar(TextOf(value.as_string())) + "\n";
    }
  }
}

void Put(JsonObject& map, std::string_view key, std::string_view text) {
  if (!text.empty()) {
    map[key] = text;
  }
}

void Put(JsonObject& map, std::string_view key, const std::vector<std::string>& texts) {
  if (!texts.empty()) {
    JsonArray array;
    for (const std::string& text : texts) {
      array.emplace_back(text);
    }
    map[key] = std::move(array);
  }
}

void Put(JsonObject& map, std::string_view key, JsonObject inner) {
  if (!inner.empty()) {
    map[key] = std::move(inner);
  }
}

void PutFlag(JsonObject& map, std::string_view key, bool flag) {
  if (flag) {
    map[key] = "true";
  }
}

void PutNumber(JsonObject& map, std::string_view key, std::int64_t number) {
  map[key] = std::to_string(number);
}

void Put(JsonObject& map, std::string_view key, const std::optional<Decimal>& number) {
  if (number.has_value()) {
    map[key] = number->ToString();
  }
}

void Put(JsonObject& map, std::string_view key, const std::optional<rules::Expression>& source) {
  if (source.has_value()) {
    map[key] = source->source();
  }
}

void PutTitle(JsonObject& map, std::string_view key, const rules::Title& title) {
  if (!title.zh.empty()) {
    map[key] = JsonObject{{"zh", title.zh}, {"en", title.en}};
  }
}

JsonObject ValuesOf(const std::vector<rules::EnumValue>& values) {
  JsonObject out;
  for (const rules::EnumValue& value : values) {
    JsonObject map;
    PutTitle(map, "title", value.title);
    Put(map, "aliases", value.aliases);
    out[value.key] = std::move(map);
  }
  return out;
}

JsonObject FieldsOf(const std::vector<Field>& fields);

JsonObject FieldOf(const Field& field) {
  JsonObject map;
  const FieldType type = rules::ValueType(field);
  PutTitle(map, "title", field.title);
  map["type"] = FieldTypeWords()[static_cast<std::size_t>(field.type)];
  PutFlag(map, "personal", field.personal);
  PutFlag(map, "required", field.required);
  PutFlag(map, "list", field.list);
  Put(map, "aliases", field.aliases);
  if (field.type == FieldType::kCarried) {
    Put(map, "reference", field.carried_reference);
    Put(map, "field", field.carried_field);
    map["as"] = FieldTypeWords()[static_cast<std::size_t>(field.carried_type)];
  }
  Put(map, "values", ValuesOf(field.values));
  Put(map, "unit_of_measure", field.unit_of_measure);
  Put(map, "minimum", field.minimum);
  Put(map, "maximum", field.maximum);
  if (type == FieldType::kDecimal) {
    PutNumber(map, "scale", field.scale);
  }
  if (field.type == FieldType::kText) {
    PutNumber(map, "max_length", field.max_length);
  }
  Put(map, "target", field.target);
  Put(map, "reason", field.reason);
  Put(map, "members", FieldsOf(field.members));
  Put(map, "derived", field.derived);
  Put(map, "visible", field.visible);
  Put(map, "required_if", field.required_if);
  Put(map, "constraint", field.constraint);
  PutTitle(map, "message", field.constraint_message);
  return map;
}

JsonObject FieldsOf(const std::vector<Field>& fields) {
  JsonObject out;
  for (const Field& field : fields) {
    out[field.name] = FieldOf(field);
  }
  return out;
}

JsonObject RecordOf(const rules::Pack& pack) {
  JsonObject map;
  Put(map, "key", pack.key);
  Put(map, "region", pack.region);
  Put(map, "responsible", pack.responsible);
  Put(map, "assisting", pack.assisting);
  Put(map, "title", pack.record_title);
  Put(map, "fields", FieldsOf(pack.fields));
  return map;
}

JsonObject LifecycleOf(const rules::Lifecycle& lifecycle) {
  JsonObject map;
  Put(map, "initial", lifecycle.initial);
  PutTitle(map, "closing", lifecycle.closing);
  JsonObject states;
  for (const rules::State& state : lifecycle.states) {
    JsonObject inner;
    PutTitle(inner, "title", state.title);
    PutFlag(inner, "closed", state.closed);
    states[state.name] = std::move(inner);
  }
  Put(map, "states", std::move(states));
  JsonObject transitions;
  for (const rules::Transition& transition : lifecycle.transitions) {
    JsonObject inner;
    PutTitle(inner, "title", transition.title);
    Put(inner, "from", transition.from);
    Put(inner, "to", transition.to);
    Put(inner, "who", transition.who);
    Put(inner, "guard", transition.guard);
    PutTitle(inner, "message", transition.guard_message);
    Put(inner, "require", transition.require);
    PutFlag(inner, "independent", transition.independent);
    PutFlag(inner, "returns", transition.returns);
    transitions[transition.name] = std::move(inner);
  }
  Put(map, "transitions", std::move(transitions));
  return map;
}

std::string LimitText(const rules::Limit& limit) {
  return std::to_string(limit.amount) + " " +
         LimitUnitWords()[static_cast<std::size_t>(limit.unit)];
}

JsonObject ClocksOf(const std::vector<rules::Clock>& clocks) {
  JsonObject out;
  for (const rules::Clock& clock : clocks) {
    JsonObject map;
    PutTitle(map, "title", clock.title);
    map["kind"] = clock.business ? "business" : "stage";
    map["states"] = JsonArray();
    Put(map, "states", clock.states);
    Put(map, "due", clock.due_field);
    if (clock.limit.has_value()) {
      map["limit"] = LimitText(*clock.limit);
    }
    JsonObject pause;
    Put(pause, "reasons", clock.pauses);
    Put(pause, "approver", clock.pause_approver);
    Put(map, "pause", std::move(pause));
    JsonObject extend;
    Put(extend, "approver", clock.extend_approver);
    Put(map, "extend", std::move(extend));
    JsonObject steps;
    for (const rules::ClockStep& step : clock.steps) {
      JsonObject inner;
      inner["kind"] = StepKindWords()[static_cast<std::size_t>(step.kind)];
      inner["offset"] = LimitText(step.offset);
      Put(inner, "notify", step.notify);
      Put(inner, "assign", step.assign);
      steps[step.name] = std::move(inner);
    }
    Put(map, "steps", std::move(steps));
    out[clock.name] = std::move(map);
  }
  return out;
}

JsonObject MeasuresOf(const std::vector<rules::Measure>& measures) {
  JsonObject out;
  for (const rules::Measure& measure : measures) {
    JsonObject map;
    PutTitle(map, "title", measure.title);
    if (measure.amount.has_value()) {
      Put(map, "sum", measure.amount);
      Put(map, "where", measure.where.source());
      PutNumber(map, "scale", measure.scale);
    } else {
      Put(map, "count", measure.where.source());
    }
    Put(map, "unit_of_measure", measure.unit_of_measure);
    Put(map, "period", measure.period);
    Put(map, "by", measure.by);
    Put(map, "small", measure.hide_small ? "hide" : "");
    out[measure.name] = std::move(map);
  }
  return out;
}

std::string YearDayText(const rules::YearDay& day) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(day.year_shift) + "-" + two(day.month) + "-" + two(day.day);
}

JsonObject IndicatorOf(const rules::Indicator& indicator) {
  JsonObject map;
  PutTitle(map, "title", indicator.title);
  Put(map, "numerator", indicator.numerator);
  JsonObject bases;
  for (const rules::Base& base : indicator.bases) {
    JsonObject inner;
    PutTitle(inner, "title", base.title);
    Put(inner, "measures", base.measures);
    bases[base.name] = std::move(inner);
  }
  Put(map, "bases", std::move(bases));
  Put(map, "binding", indicator.binding_base);
  Put(map, "period", indicator.period);
  Put(map, "by", indicator.by);
  Put(map, "unit_of_measure", indicator.unit_of_measure);
  Put(map, "gap_unit", indicator.gap_unit);
  PutNumber(map, "scale", indicator.scale);
  Put(map, "better", indicator.more_is_better ? "" : "less");
  Put(map, "target", indicator.target);
  const rules::Trajectory& plan = indicator.trajectory;
  if (plan.kind != rules::TrajectoryKind::kNone) {
    map["trajectory"] = JsonObject{{"kind", TrajectoryWords()[static_cast<std::size_t>(plan.kind)]},
                                   {"from", YearDayText(plan.from)},
                                   {"until", YearDayText(plan.until)}};
  }
  Put(map, "basis", indicator.basis);
  PutFlag(map, "ranked", indicator.ranked);
  Put(map, "small", indicator.hide_small ? "hide" : "");
  return map;
}

}  // namespace

std::string WritePack(const rules::Pack& pack) {
  JsonObject map;
  Put(map, "pack", pack.name);
  PutNumber(map, "version", pack.version);
  PutTitle(map, "title", pack.title);
  Put(map, "line", pack.line);
  Put(map, "basis", pack.basis);
  Put(map, "notes", pack.notes);
  PutFlag(map, "builtin", pack.builtin);
  Put(map, "record", RecordOf(pack));
  if (pack.lifecycle.has_value()) {
    Put(map, "lifecycle", LifecycleOf(*pack.lifecycle));
  }
  Put(map, "clocks", ClocksOf(pack.clocks));
  Put(map, "measures", MeasuresOf(pack.measures));
  JsonObject indicators;
  for (const rules::Indicator& indicator : pack.indicators) {
    indicators[indicator.name] = IndicatorOf(indicator);
  }
  Put(map, "indicators", std::move(indicators));
  JsonObject checks;
  for (const rules::Check& check : pack.checks) {
    JsonObject inner;
    Put(inner, "holds", check.holds.source());
    PutTitle(inner, "message", check.message);
    checks[check.name] = std::move(inner);
  }
  Put(map, "checks", std::move(checks));
  JsonObject documents;
  for (const rules::DocumentTemplate& document : pack.documents) {
    JsonObject inner;
    PutTitle(inner, "title", document.title);
    Put(inner, "template", document.file);
    documents[document.name] = std::move(inner);
  }
  Put(map, "documents", std::move(documents));
  std::string out;
  WriteMap(map, 0, out);
  return out;
}

}  // namespace luoshi::pack
