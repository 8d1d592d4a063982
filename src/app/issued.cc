#include "app/issued.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "app/figures_json.h"
#include "base/json_number.h"
#include "journal/journal.h"
#include "rules/timeline.h"

namespace luoshi::app {
namespace {

Result<std::optional<Decimal>> OptionalDecimal(const JsonObject& json, std::string_view name) {
  const Json* value = json.if_contains(boost::json::string_view(name.data(), name.size()));
  if (value == nullptr || value->is_null()) {
    return std::optional<Decimal>();
  }
  TRY_ASSIGN(const Decimal out, DecimalOf(*value));
  return std::optional<Decimal>(out);
}

Result<std::optional<Date>> OptionalDay(const JsonObject& json, std::string_view name) {
  TRY_ASSIGN(const std::optional<std::string> text, OptionalString(json, name));
  if (!text) {
    return std::optional<Date>();
  }
  TRY_ASSIGN(const Date day, Date::Parse(*text));
  return std::optional<Date>(day);
}

std::map<JurisdictionId, Position> ReadPositions(const JsonObject& json) {
  std::map<JurisdictionId, Position> out;
  const JsonObject* positions = FindObject(json, "journal_positions");
  if (positions == nullptr) {
    return out;
  }
  for (const auto& member : *positions) {
    std::int64_t number = 0;
    const char* const end = member.key().data() + member.key().size();
    const auto [at, failure] = std::from_chars(member.key().data(), end, number);
    if (failure == std::errc() && at == end && member.value().is_int64()) {
      out[JurisdictionId{number}] = member.value().get_int64();
    }
  }
  return out;
}

Result<IssuedFigure> ReadIssued(const root::Directory& directory, const Json& row) {
  const JsonObject* json = row.if_object();
  if (json == nullptr) {
    return Error{ErrorCode::kInvalid, "json.type", {{"expected", "object"}}, "/figures"};
  }
  IssuedFigure out;
  TRY_ASSIGN(out.indicator, RequiredString(*json, "indicator"));
  TRY_ASSIGN(const std::string as_of, RequiredString(*json, "as_of"));
  TRY_ASSIGN(out.as_of, Date::Parse(as_of));
  TRY_ASSIGN(out.since, OptionalDay(*json, "since"));
  TRY_ASSIGN(const std::optional<bool> own, OptionalBool(*json, "own"));
  out.own = own.value_or(false);
  out.period = FindText(*json, "period");
  out.definition_version = FindText(*json, "definition_version");
  if (const JsonObject* by = FindObject(*json, "by"); by != nullptr && !by->empty()) {
    out.by = std::string(by->begin()->key());
    out.by_value = FindText(*by, out.by);
  }
  const Unit* unit = directory.FindUnitByCode(FindText(*json, "unit"), out.as_of);
  out.unit = unit == nullptr ? UnitId{FindInt(*json, "unit")} : unit->id;
  TRY_ASSIGN(out.numerator, OptionalDecimal(*json, "numerator"));
  TRY_ASSIGN(out.value, OptionalDecimal(*json, "value"));
  if (const JsonArray* bases = FindArray(*json, "bases")) {
    for (const Json& each : *bases) {
      if (const JsonObject* base = each.if_object()) {
        TRY_ASSIGN(const std::optional<Decimal> amount, OptionalDecimal(*base, "denominator"));
        if (amount) {
          out.denominators.emplace_back(FindText(*base, "base"), *amount);
        }
      }
    }
  }
  out.positions = ReadPositions(*json);
  return out;
}

Result<std::optional<figure::Figure>> Again(App& app,
                                            const access::Scope& scope,
                                            const IssuedFigure& issued) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const Unit* unit = directory->FindUnit(issued.unit);
  if (unit == nullptr) {
    return std::optional<figure::Figure>();
  }
  figure::Query query;
  query.unit = issued.unit;
  query.as_of = issued.as_of;
  query.since = issued.since;
  query.period = issued.period;
  query.by = issued.by;
  query.indicators = {issued.indicator};
  if (!issued.own) {
    query.level = unit->level;
  }
  Result<std::vector<figure::Figure>> figures = app.Figures(scope, query);
  if (!figures.ok()) {
    const bool gone =
        figures.error().code == ErrorCode::kNotFound || figures.error().key == "figure.by";
    return gone ? Result<std::optional<figure::Figure>>(std::optional<figure::Figure>())
                : std::move(figures).error();
  }
  for (figure::Figure& figure : *figures) {
    if (figure.own == issued.own && figure.by_value == issued.by_value) {
      return std::optional<figure::Figure>(std::move(figure));
    }
  }
  return std::optional<figure::Figure>();
}

// What entries after the issue moved, for one record: its timeline then and now.
struct LateRecord {
  rules::Timeline before;
  rules::Timeline after;
};

std::int64_t AmountOn(const std::vector<rules::TimelineStep>& steps, Date day) {
  std::int64_t amount = 0;
  for (const rules::TimelineStep& step : steps) {
    amount = step.day <= day ? step.amount : amount;
  }
  return amount;
}

// The records of a pack that entries from `from` on touched. Read once a (pack, position).
Result<std::vector<LateRecord>> ReadLate(App& app,
                                         const std::string& pack_name,
                                         const std::map<JurisdictionId, Position>& from) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const rules::Pack* pack = directory->FindPack(pack_name);
  std::vector<LateRecord> out;
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  for (const auto& [jurisdiction, position] : from) {
    journal::ReadOptions options;
    options.from = position;
    std::set<RecordId> touched;
    if (jurisdiction == kRootJournal) {
      continue;
    }
    TRY(journal::ReadEvents(*tx, jurisdiction, options, [&](const Event& event) -> Status {
      touched.insert(event.record);
      return {};
    }));
    for (const RecordId& id : touched) {
      TRY_ASSIGN(const std::optional<storage::RecordRow> row,
                 storage::GetRecord(*tx, jurisdiction, id));
      if (!row || row->pack != pack_name) {
        continue;
      }
      TRY_ASSIGN(const registers::Record record,
                 registers::OpenRow(*tx, *directory, jurisdiction, *row,
                                    registers::Personal::kClosed, nullptr));
      rules::History before;
      for (const rules::Change& change : record.history) {
        if (change.position < position) {
          before.push_back(change);
        }
      }
      out.push_back({rules::BuildTimeline(*pack, before, directory->calendar()),
                     rules::BuildTimeline(*pack, record.history, directory->calendar())});
    }
  }
  return out;
}

// What a figure adds up: its numerator, then each of its bases.
using Parts = std::vector<std::set<std::int64_t>>;

Parts PartsOf(const figure::Figure& figure) {
  const auto versions = [&](const std::vector<std::string>& names) {
    std::set<std::int64_t> out;
    for (const std::string& name : names) {
      out.insert(figure.pack->FindMeasure(name)->version);
    }
    return out;
  };
  Parts out = {versions(figure.indicator->numerator)};
  for (const rules::Base& base : figure.indicator->bases) {
    out.push_back(versions(base.measures));
  }
  return out;
}

// Whether the entries moved a number of `figure`; from one breakdown into another, or from one
// measure of a sum into another, moves none.
bool Moves(const LateRecord& late,
           const figure::Figure& figure,
           const Parts& parts,
           const std::function<bool(UnitId)>& inside) {
  std::map<std::pair<std::size_t, Date>, std::int64_t> moved;
  const auto add = [&](const rules::Timeline& timeline, std::int64_t sign) {
    for (const auto& [cell, steps] : timeline) {
      const bool counts = (cell.period.empty() || cell.period == figure.period) &&
                          inside(cell.region) &&
                          (figure.by.empty() ||
                           figure::BreakdownValue(cell.breakdown, figure.by) == figure.by_value);
      for (std::size_t part = 0; counts && part < parts.size(); ++part) {
        if (parts[part].count(cell.measure) == 0) {
          continue;
        }
        moved[{part, figure.as_of}] += sign * AmountOn(steps, figure.as_of);
        if (figure.since) {
          moved[{part, *figure.since}] += sign * AmountOn(steps, *figure.since);
        }
      }
    }
  };
  add(late.before, -1);
  add(late.after, 1);
  return std::any_of(moved.begin(), moved.end(),
                     [](const auto& number) { return number.second != 0; });
}

// Whether the numbers differ; a base that is new or gone is a matter of `redefined`.
bool Differs(const IssuedFigure& issued, const figure::Figure& now) {
  if (*issued.numerator != *now.numerator) {
    return true;
  }
  return std::any_of(issued.denominators.begin(), issued.denominators.end(), [&](const auto& then) {
    return std::any_of(now.bases.begin(), now.bases.end(), [&](const figure::BaseFigure& base) {
      return base.base == then.first && base.denominator != then.second;
    });
  });
}

}  // namespace

Result<std::vector<SinceIssued>> CompareWithIssued(App& app,
                                                   const access::Scope& scope,
                                                   const JsonArray& frozen) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  std::map<std::pair<std::string, std::map<JurisdictionId, Position>>, std::vector<LateRecord>>
      late;
  std::vector<SinceIssued> out;
  for (const Json& row : frozen) {
    SinceIssued& one = out.emplace_back();
    TRY_ASSIGN(one.issued, ReadIssued(*directory, row));
    TRY_ASSIGN(one.now, Again(app, scope, one.issued));
    if (!one.now) {
      continue;
    }
    const figure::Figure& now = *one.now;
    one.redefined = !one.issued.definition_version.empty() &&
                    one.issued.definition_version != DefinitionVersion(*now.pack);
    if (!one.issued.numerator || !now.numerator) {
      continue;
    }
    one.changed = Differs(one.issued, now);
    const auto key = std::make_pair(now.pack->name, one.issued.positions);
    auto found = late.find(key);
    if (found == late.end()) {
      TRY_ASSIGN(std::vector<LateRecord> records, ReadLate(app, key.first, key.second));
      found = late.emplace(key, std::move(records)).first;
    }
    const std::shared_ptr<const root::Boundary> boundary = directory->BoundaryAt(now.as_of);
    const std::vector<UnitId> below =
        now.own ? boundary->ChildrenOf(now.unit) : std::vector<UnitId>();
    const auto inside = [&](UnitId leaf) {
      return boundary->IsWithin(leaf, now.unit) &&
             std::none_of(below.begin(), below.end(),
                          [&](UnitId child) { return boundary->IsWithin(leaf, child); });
    };
    const Parts parts = PartsOf(now);
    one.late_rows =
        std::count_if(found->second.begin(), found->second.end(),
                      [&](const LateRecord& record) { return Moves(record, now, parts, inside); });
  }
  return out;
}

}  // namespace luoshi::app
