#include "figure/amounts.h"

#include <algorithm>
#include <set>

#include "storage/cell_table.h"

namespace luoshi::figure {
namespace {

void DropEmpty(Amounts& amounts) {
  std::erase_if(amounts, [](const auto& one) {
    return std::all_of(one.second.begin(), one.second.end(),
                       [](std::int64_t amount) { return amount == 0; });
  });
}

}  // namespace

Layout::Layout(const root::Directory& directory, const root::Boundary& boundary, const Query& query)
    : range(boundary.RangeOf(query.unit)) {
  if (query.level && *query.level == directory.FindUnit(query.unit)->level) {
    rows = {{query.unit, false}};
    within = {kNone};
    return;
  }
  const std::vector<UnitId> units = query.level ? boundary.DescendantsAt(query.unit, *query.level)
                                                : boundary.ChildrenOf(query.unit);
  std::vector<std::size_t> open;  // an office may lie in an office
  for (const UnitId unit : units) {
    while (!open.empty() && !boundary.IsWithin(unit, rows[open.back()].unit)) {
      open.pop_back();
    }
    within.push_back(open.empty() ? units.size() : open.back());
    open.push_back(rows.size());
    rows.push_back({unit, false});
  }
  rows.push_back({query.unit, true});
  within.push_back(kNone);
}

AmountReader::AmountReader(storage::Tx& tx,
                           const root::Directory& directory,
                           const Query& query,
                           const root::Boundary& boundary,
                           const Layout& layout,
                           const std::optional<Sums::View>& today)
    : tx_(tx),
      directory_(directory),
      query_(query),
      boundary_(boundary),
      layout_(layout),
      today_(today) {
  for (const RowKey& row : layout.rows) {
    for (const UnitId other : boundary.ConfoundersOf(row.unit)) {
      watched_[other];
    }
  }
}

bool AmountReader::IsComparable(UnitId unit) const {
  for (const UnitId other : boundary_.ConfoundersOf(unit)) {
    for (const auto& [measure, amount] : watched_.at(other)) {
      if (amount != 0) {
        return false;
      }
    }
  }
  return true;
}

Result<Amounts> AmountReader::Read(const rules::Measure& measure,
                                   const std::string& period,
                                   Date as_of,
                                   std::string_view by) {
  const std::string in = measure.period.empty() ? std::string() : period;
  if (today_) {
    return ReadToday(today_->Of(measure.version, in), measure, by);
  }
  Amounts amounts;
  storage::LeafQuery leaves;
  leaves.measure = measure.version;
  leaves.period = in;
  leaves.as_of = as_of;
  leaves.known_at = query_.known_at;
  // A jurisdiction may have belonged to several units; its cells are read once.
  std::set<JurisdictionId> read;
  for (const root::Jurisdiction& jurisdiction : directory_.jurisdictions()) {
    if (!read.insert(jurisdiction.id).second) {
      continue;
    }
    TRY(storage::ReadLeaves(
        tx_, jurisdiction.id, leaves, [&](const storage::LeafAmount& leaf) -> Status {
          const UnitId unit = query_.axis == Axis::kRegion ? leaf.region : leaf.responsible;
          const std::int32_t position = boundary_.RangeOf(unit).begin;
          for (auto& [watched, amount_of] : watched_) {
            if (boundary_.IsWithin(unit, watched)) {
              amount_of[measure.version] += leaf.amount;
            }
          }
          if (boundary_.RangeOf(unit).empty() || !layout_.range.Contains(position)) {
            return {};
          }
          const std::string_view value =
              by.empty() ? std::string_view() : BreakdownValue(leaf.breakdown, by);
          auto found = amounts.find(value);
          if (found == amounts.end()) {
            found =
                amounts
                    .emplace(std::string(value), std::vector<std::int64_t>(layout_.rows.size(), 0))
                    .first;
          }
          found->second[RowOf(position)] += leaf.amount;
          return {};
        }));
  }
  DropEmpty(amounts);
  return amounts;
}

Amounts AmountReader::ReadToday(const MeasureSums& sums,
                                const rules::Measure& measure,
                                std::string_view by) {
  for (auto& [unit, amounts] : watched_) {
    amounts[measure.version] += TotalOf(sums.all(), unit);
  }
  Amounts out;
  const std::map<std::string, Totals>* parts = by.empty() ? nullptr : sums.By(by);
  if (parts == nullptr) {
    out[""] = RowsOf(sums.all());
  } else {
    for (const auto& [value, totals] : *parts) {
      out[value] = RowsOf(totals);
    }
  }
  DropEmpty(out);
  return out;
}

std::vector<std::int64_t> AmountReader::RowsOf(const Totals& totals) const {
  std::vector<std::int64_t> out(layout_.rows.size());
  for (std::size_t row = 0; row < out.size(); ++row) {
    const std::int64_t amount = TotalOf(totals, layout_.rows[row].unit);
    out[row] += amount;
    if (layout_.within[row] != Layout::kNone) {
      out[layout_.within[row]] -= amount;
    }
  }
  return out;
}

std::int64_t AmountReader::TotalOf(const Totals& totals, UnitId unit) const {
  return today_->Total(totals, unit, query_.axis == Axis::kResponsible);
}

// The row a leaf counts in; made when storage is first read.
std::size_t AmountReader::RowOf(std::int32_t position) {
  if (row_of_.empty()) {
    row_of_.assign(static_cast<std::size_t>(layout_.range.end - layout_.range.begin),
                   layout_.rows.size() - 1);
    for (std::size_t row = 0; row + 1 < layout_.rows.size(); ++row) {
      const root::Boundary::Range range = boundary_.RangeOf(layout_.rows[row].unit);
      std::fill(row_of_.begin() + (range.begin - layout_.range.begin),
                row_of_.begin() + (range.end - layout_.range.begin), row);
    }
  }
  return row_of_[static_cast<std::size_t>(position - layout_.range.begin)];
}

}  // namespace luoshi::figure
