// cell, cell_total: figures' leaves as signed deltas by day, and their running totals at the end of
// every month in which they changed (docs/formats/cell.md).
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "storage/store.h"

namespace luoshi::storage {

struct CellCoordinate {
  std::int64_t measure = 0;  // measure version
  std::string period;
  std::string breakdown;
  UnitId region = kNoUnit;
  UnitId responsible = kNoUnit;

  auto operator<=>(const CellCoordinate&) const = default;
};

struct CellRow {
  CellCoordinate cell;
  Date day;             // from this day on
  Date known_on;        // the day it became known
  std::int64_t amount;  // signed, scaled as the measure

  auto operator<=>(const CellRow&) const = default;
};

// Adds the deltas and moves the totals of their month and all later ones.
Status AddCells(Tx& tx, JurisdictionId jurisdiction, std::span<const CellRow> deltas);

struct LeafAmount {
  std::string_view breakdown;
  std::string_view period;
  UnitId region;
  UnitId responsible;
  std::int64_t amount;
};
using OnLeaf = std::function<Status(const LeafAmount&)>;
struct LeafQuery {
  std::int64_t measure = 0;
  std::optional<std::string> period;  // absent: all periods, each leaf reported by period
  Date as_of;
  std::optional<Date> known_at;  // without what became known after it
};
// The amounts of all leaves of a measure at the end of `as_of`: latest month total before, plus the
// deltas of the month. A leaf may be reported in several parts; they add up.
Status ReadLeaves(Tx& tx,
                  JurisdictionId jurisdiction,
                  const LeafQuery& query,
                  const OnLeaf& on_leaf);

// What is to be added on each day after `as_of`, whenever it became known. REQUIRES: a period.
Status ReadLaterLeaves(Tx& tx,
                       JurisdictionId jurisdiction,
                       const LeafQuery& query,
                       const std::function<Status(Date day, const LeafAmount&)>& on_leaf);

// Everything, ordered: for verification. `month` is what stands beside the day and must be its
// month.
using OnCell = std::function<Status(const CellRow&, std::int64_t month)>;
Status ScanCells(Tx& tx, JurisdictionId jurisdiction, const OnCell& on_cell);
struct TotalRow {
  CellCoordinate cell;
  std::int32_t month = 0;
  std::int64_t amount = 0;
  auto operator<=>(const TotalRow&) const = default;
};
Status ScanTotals(Tx& tx,
                  JurisdictionId jurisdiction,
                  const std::function<Status(const TotalRow&)>& on_total);

}  // namespace luoshi::storage
