#include "app/explain.h"

#include <set>

#include "app/figures_json.h"
#include "app/verify.h"
#include "rules/form.h"

namespace luoshi::app {
namespace {

// What a record contributes to each measure (by version) in a period at the end of a day, and where
// it counts.
struct Contribution {
  std::map<std::int64_t, std::int64_t> amounts;
  UnitId region = kNoUnit;
};

Contribution ContributionOn(const rules::Timeline& timeline,
                            Date day,
                            const std::string& period,
                            const std::set<UnitId>& inside) {
  Contribution out;
  for (const auto& [cell, steps] : timeline) {
    const bool other = !cell.period.empty() && !period.empty() && cell.period != period;
    if (other || inside.count(cell.region) == 0) {
      continue;
    }
    std::int64_t amount = 0;
    for (const rules::TimelineStep& step : steps) {
      if (step.day <= day) {
        amount = step.amount;
      }
    }
    if (amount != 0) {
      out.amounts[cell.measure] += amount;
      out.region = cell.region;
    }
  }
  return out;
}

// The rows that may have lain in one of `inside`. Today's figures are made of what lies there
// today; for another day a record may have lain there that has moved or become void since.
Status ReadCandidates(storage::Tx& tx,
                      JurisdictionId jurisdiction,
                      const std::string& pack,
                      const std::set<UnitId>& inside,
                      bool today,
                      const std::function<Status(const storage::RecordRow&)>& on_row) {
  if (!today) {
    return storage::ScanRecords(tx, jurisdiction, [&](const storage::RecordRow& row) -> Status {
      return row.pack == pack ? on_row(row) : Status();
    });
  }
  for (const UnitId leaf : inside) {
    storage::RecordFilter filter;
    filter.pack = pack;
    filter.region = leaf;
    TRY(storage::ReadRecords(tx, jurisdiction, filter, on_row));
  }
  return {};
}

std::string TitleOf(const rules::Pack& pack, const registers::Record& record) {
  const rules::Field* field = pack.FindField(pack.record_title);
  const auto found = record.state.fields.find(pack.record_title);
  if (field == nullptr || found == record.state.fields.end()) {
    return record.id.ToString().substr(0, 8);
  }
  const std::string text = rules::ShowValue(*field, found->second, {});
  return field->personal ? rules::Mask(*field, text) : text;
}

}  // namespace

Result<Explanation> Explain(App& app, const access::Scope& scope, const ExplainQuery& query) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const Unit* unit = directory->FindUnit(query.unit);
  if (unit == nullptr) {
    return Error{ErrorCode::kNotFound,
                 "unit.unknown",
                 {{"text", std::to_string(NumberOf(query.unit))}},
                 "/unit"};
  }
  figure::Query figures;
  figures.unit = query.unit;
  figures.as_of = query.as_of;
  figures.known_at = query.known_at;
  figures.period = query.period;
  figures.indicators = {query.indicator};
  figures.forecast = true;
  if (!query.own) {
    figures.level = unit->level;
  }
  TRY_ASSIGN(std::vector<figure::Figure> computed, app.Figures(scope, figures));
  Explanation out;
  out.figure = std::move(computed.back());  // the only row, or 本级 which comes last
  if (out.figure.suppressed) {
    TRY_ASSIGN(out.positions, HeadPositions(app));
    return out;
  }
  const rules::Pack& pack = *out.figure.pack;
  const rules::Indicator& indicator = *out.figure.indicator;
  std::int64_t contributing = 0;
  std::int64_t closed = 0;

  const std::shared_ptr<const root::Boundary> boundary = directory->BoundaryAt(query.as_of);
  std::set<UnitId> inside;
  const root::Boundary::Range range = boundary->RangeOf(query.unit);
  std::vector<UnitId> below = query.own ? boundary->ChildrenOf(query.unit) : std::vector<UnitId>();
  for (std::int32_t at = range.begin; at < range.end; ++at) {
    const UnitId leaf = boundary->order()[static_cast<std::size_t>(at)];
    const bool in_child = std::any_of(
        below.begin(), below.end(), [&](UnitId child) { return boundary->IsWithin(leaf, child); });
    if (!in_child) {
      inside.insert(leaf);
    }
  }

  std::set<JurisdictionId> seen;
  for (const root::Jurisdiction& jurisdiction : directory->jurisdictions()) {
    if (!seen.insert(jurisdiction.id).second) {
      continue;
    }
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
    TRY_ASSIGN(const journal::Head head, journal::ReadHead(*tx, jurisdiction.id));
    out.positions[jurisdiction.id] = head.size;
    // packs and calendar as they were known on that day
    Position root = directory->position();
    if (query.known_at) {
      root = 0;
      TRY_ASSIGN(const std::vector<registers::Epoch> epochs, ReadEpochs(*tx));
      for (const registers::Epoch& epoch : epochs) {
        root = epoch.known_on <= *query.known_at ? epoch.root_position + 1 : root;
      }
    }
    const rules::Pack* const then = directory->PackAt(pack.name, root);
    if (then == nullptr) {
      continue;
    }
    std::vector<storage::RecordRow> rows;
    TRY(ReadCandidates(*tx, jurisdiction.id, pack.name, inside,
                       !query.known_at && query.as_of >= app.today(),
                       [&](const storage::RecordRow& row) -> Status {
                         rows.push_back(row);
                         return {};
                       }));
    for (const storage::RecordRow& row : rows) {
      TRY_ASSIGN(registers::Record record,
                 registers::OpenRow(*tx, *directory, jurisdiction.id, row,
                                    registers::Personal::kClosed, nullptr));
      rules::History known = record.history;
      if (query.known_at) {
        std::erase_if(
            known, [&](const rules::Change& change) { return change.known_on > *query.known_at; });
      }
      const Contribution contribution =
          ContributionOn(rules::BuildTimeline(*then, known, directory->CalendarAt(root)),
                         query.as_of, out.figure.period, inside);
      const std::map<std::int64_t, std::int64_t>& amounts = contribution.amounts;
      const auto sum = [&](const std::vector<std::string>& measures) {
        std::int64_t total = 0;
        int scale = 0;
        for (const std::string& name : measures) {
          const rules::Measure* measure = pack.FindMeasure(name);
          const auto found = amounts.find(measure->version);
          total += found == amounts.end() ? 0 : found->second;
          scale = measure->scale;
        }
        return Decimal(total, scale);
      };
      ExplainedRow explained;
      explained.numerator = sum(indicator.numerator);
      bool counts = !explained.numerator.IsZero();
      for (const rules::Base& base : indicator.bases) {
        explained.denominators.push_back(sum(base.measures));
        counts = counts || !explained.denominators.back().IsZero();
      }
      explained.not_filled = amounts.count(indicator.not_filled.version) > 0;
      if (!counts && !explained.not_filled) {
        continue;
      }
      ++contributing;
      if (!registers::MayRead(scope, pack, row)) {
        ++closed;
        continue;
      }
      if (out.rows.size() >= query.limit) {
        continue;
      }
      if (!row.sealed.empty()) {
        // the title may be a name: opened to be masked
        TRY_ASSIGN(record, registers::OpenRow(*tx, *directory, jurisdiction.id, row,
                                              registers::Personal::kOpened, &app.keyring()));
      }
      explained.record = row.id;
      explained.jurisdiction = jurisdiction.id;
      explained.title = TitleOf(pack, record);
      explained.region = contribution.region;
      explained.state = record.state.state;
      for (const rules::Change& change : rules::Effective(known)) {
        if (change.counts_on <= query.as_of) {
          explained.changed_on = change.counts_on;
          explained.changed_by = change.actor;
        }
      }
      out.rows.push_back(std::move(explained));
    }
  }
  out.contributing = contributing;
  out.closed = closed;
  return out;
}

}  // namespace luoshi::app
