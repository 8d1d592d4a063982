// What the units of an answer hold: sums of cells, row by row, from memory where that stands for
// today and else from storage.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "figure/figure.h"
#include "figure/sums.h"

namespace luoshi::figure {

struct RowKey {
  UnitId unit;
  bool own;  // 本级
};

// Which units the rows of an answer stand for.
struct Layout {
  static constexpr std::size_t kNone = SIZE_MAX;
  std::vector<RowKey> rows;         // in the order of the tree; 本级 last
  std::vector<std::size_t> within;  // the row that a row is taken out of
  root::Boundary::Range range;      // of the whole

  Layout(const root::Directory& directory, const root::Boundary& boundary, const Query& query);
};

// By value of a breakdown ("" without one), one amount a row. Values that nothing is left of are
// absent.
using Amounts = std::map<std::string, std::vector<std::int64_t>, std::less<>>;

class AmountReader {
 public:
  // All must outlive it. With `today` every amount is today's, whatever day is asked for.
  AmountReader(storage::Tx& tx,
               const root::Directory& directory,
               const Query& query,
               const root::Boundary& boundary,
               const Layout& layout,
               const std::optional<Sums::View>& today);

  Result<Amounts> Read(const rules::Measure& measure,
                       const std::string& period,
                       Date as_of,
                       std::string_view by);
  // Whether no hidden unit beside `unit` holds something of what was read that may be a part of it.
  bool IsComparable(UnitId unit) const;

 private:
  Amounts ReadToday(const MeasureSums& sums, const rules::Measure& measure, std::string_view by);
  std::vector<std::int64_t> RowsOf(const Totals& totals) const;
  std::int64_t TotalOf(const Totals& totals, UnitId unit) const;
  std::size_t RowOf(std::int32_t position);

  storage::Tx& tx_;
  const root::Directory& directory_;
  const Query& query_;
  const root::Boundary& boundary_;
  const Layout& layout_;
  const std::optional<Sums::View>& today_;
  std::vector<std::size_t> row_of_;  // by position within the range of the whole
  // hidden unit, wherever it lies → measure → amount of it and all below
  std::map<UnitId, std::map<std::int64_t, std::int64_t>> watched_;
};

}  // namespace luoshi::figure
