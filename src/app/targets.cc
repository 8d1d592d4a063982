#include "app/targets.h"

#include <algorithm>
#include <set>

#include "register/record.h"
#include "storage/record_table.h"

namespace luoshi::app {
namespace {

template <class T>
const T* FieldAs(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? nullptr : found->second.As<T>();
}

}  // namespace

Result<BoundTargets> BoundTargets::Read(storage::Tx& tx, const root::Directory& directory) {
  BoundTargets out;
  if (directory.FindPack("task") == nullptr) {
    return out;
  }
  std::set<JurisdictionId> seen;
  for (const root::Jurisdiction& jurisdiction : directory.jurisdictions()) {
    if (!seen.insert(jurisdiction.id).second) {
      continue;
    }
    for (const char* state : {"given", "received", "handling", "review", "closed"}) {
      storage::RecordFilter filter;
      filter.pack = "task";
      filter.state = state;
      std::vector<storage::RecordRow> rows;
      TRY(storage::ReadRecords(tx, jurisdiction.id, filter,
                               [&](const storage::RecordRow& row) -> Status {
                                 if (row.fields.find("\"target_value\"") != std::string::npos) {
                                   rows.push_back(row);
                                 }
                                 return {};
                               }));
      for (const storage::RecordRow& row : rows) {
        TRY_ASSIGN(const registers::Record record,
                   registers::OpenRow(tx, directory, jurisdiction.id, row,
                                      registers::Personal::kClosed, nullptr));
        const Fields& fields = record.state.fields;
        const std::string* indicator = FieldAs<std::string>(fields, "indicator");
        const std::string* period = FieldAs<std::string>(fields, "indicator_period");
        const Decimal* value = FieldAs<Decimal>(fields, "target_value");
        const Date* given_on = FieldAs<Date>(fields, "given_on");
        const Date* due = FieldAs<Date>(fields, "due");
        if (indicator == nullptr || value == nullptr) {
          continue;
        }
        Bound bound;
        bound.region = record.region;
        bound.value = *value;
        bound.given_on = given_on == nullptr ? std::nullopt : std::optional(*given_on);
        bound.due = due == nullptr ? std::nullopt : std::optional(*due);
        out.bound_[*indicator + "|" + (period == nullptr ? "" : *period)].push_back(bound);
      }
    }
  }
  for (auto& [key, tasks] : out.bound_) {
    std::stable_sort(tasks.begin(), tasks.end(),
                     [](const Bound& a, const Bound& b) { return a.given_on < b.given_on; });
  }
  return out;
}

std::optional<figure::Target> BoundTargets::Find(const root::Directory& directory,
                                                 const rules::Pack& pack,
                                                 const rules::Indicator& indicator,
                                                 UnitId unit,
                                                 const std::string& period,
                                                 Date day) const {
  const auto tasks = bound_.find(pack.name + "." + indicator.name + "|" + period);
  if (tasks == bound_.end()) {
    return std::nullopt;
  }
  const bool passes_down = !indicator.bases.empty();
  for (int depth = 0; unit != kNoUnit && depth < 64; ++depth) {
    const Bound* last = nullptr;
    for (const Bound& bound : tasks->second) {
      if (bound.region == unit && (!bound.given_on || *bound.given_on <= day)) {
        last = &bound;
      }
    }
    if (last != nullptr) {
      figure::Target target = figure::TargetOfPack(indicator, period).value_or(figure::Target());
      target.value = last->value;
      if (!target.from) {
        target.from = last->given_on;
        target.kind = last->due ? rules::TrajectoryKind::kDays : rules::TrajectoryKind::kNone;
      }
      if (last->due) {
        target.until = last->due;
      }
      return target;
    }
    if (!passes_down) {
      return std::nullopt;
    }
    unit = directory.ParentOf(unit, day);
  }
  return std::nullopt;
}

}  // namespace luoshi::app
