// A record's timeline: which value it contributes to which cell from which day on, future days
// included. Figures are differences of timelines (docs/formats/cell.md).
#pragma once

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "rules/calendar.h"
#include "rules/history.h"

namespace luoshi::rules {

// Where a contribution lands. `breakdown` is "field=value" joined by ';' in the order of
// Measure::by, a value not filled being empty; "" when the measure has none.
struct CellKey {
  std::int64_t measure = 0;  // Measure::version
  std::string period;
  std::string breakdown;
  UnitId region{};
  UnitId responsible{};
  auto operator<=>(const CellKey&) const = default;
};

// From `day` on (until the next step of the same cell) the record contributes `amount`.
struct TimelineStep {
  Date day;
  std::int64_t amount = 0;
  bool operator==(const TimelineStep&) const = default;
};

// By cell, days ascending, neighbours different, never starting with amount 0.
using Timeline = std::map<CellKey, std::vector<TimelineStep>>;

// REQUIRES: history belongs to a record of this pack; its measures and not_filled, where their
// version is not 0, have different versions. Void or empty history: an empty timeline. An amount
// beyond ±10^15 units of the measure's scale is unknown, so that differences cannot overflow.
Timeline BuildTimeline(const Pack& pack, const History& history, const Calendar& calendar);

struct CellDelta {
  CellKey cell;
  Date day;
  std::int64_t amount = 0;
  bool operator==(const CellDelta&) const = default;
};

// after − before, as steps to add; by cell and day, no zero among them.
std::vector<CellDelta> Difference(const Timeline& before, const Timeline& after);

}  // namespace luoshi::rules
