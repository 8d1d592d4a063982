// Planned trajectories: what an indicator should have reached by a day, and what is left to do.
#pragma once

#include <optional>
#include <string>

#include "base/decimal.h"
#include "rules/calendar.h"
#include "rules/definition.h"

namespace luoshi::figure {

// What a unit is to reach, by when. From the pack, or from a task bound to the indicator.
struct Target {
  Decimal value;  // in the indicator's unit of measure
  rules::TrajectoryKind kind = rules::TrajectoryKind::kNone;
  std::optional<Date> from;
  std::optional<Date> until;  // the deadline
};

// The pack's own target for a period (a year); nullopt when it names none.
std::optional<Target> TargetOfPack(const rules::Indicator& indicator, std::string_view period);

// The period an indicator stands in on a day: the year whose trajectory has begun last (its own, or
// that of another indicator of the pack with the same period), else the calendar year; "" for an
// indicator without periods.
std::string PeriodOn(const rules::Pack& pack, const rules::Indicator& indicator, Date day);

// How much of the way is behind on `day`, as elapsed / whole (both 0 without a trajectory). Months
// count when they are over, from the day of the month on which the way begins; of a last one that
// is cut short only its end. Days and working days count themselves in.
struct Elapsed {
  std::int64_t done = 0;
  std::int64_t whole = 0;
};
Elapsed ElapsedOn(const Target& target, Date day, const rules::Calendar& calendar);

// target × done / whole, rounded half up to `scale`; nullopt without a trajectory.
std::optional<Decimal> PlannedOn(const Target& target,
                                 Date day,
                                 const rules::Calendar& calendar,
                                 int scale);

}  // namespace luoshi::figure
