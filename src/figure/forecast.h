// 按近期进度推算: where an indicator will stand at its deadline if work goes on at the pace of the
// last weeks. One method, named in every answer, and silent where the history is too short for it.
#pragma once

#include <optional>

#include "figure/plan.h"

namespace luoshi::figure {

inline constexpr std::int64_t kForecastDays = 20;     // working days the pace is taken from
inline constexpr std::int64_t kForecastAtLeast = 10;  // fewer say nothing
inline constexpr std::string_view kForecastMethod = "recent_pace";

struct Forecast {
  Decimal value;          // at the deadline, as the indicator's value
  Date from;              // the pace is that since the end of this day
  std::int64_t days = 0;  // working days from then to the day of the figure
};

// The day whose end the pace is taken from: kForecastDays working days before `as_of`, not before
// the trajectory begins. nullopt: no deadline, it is over, or fewer than kForecastAtLeast working
// days.
std::optional<Date> ForecastFrom(const Target& target, Date as_of, const rules::Calendar& calendar);

// What was reached: `then` at the end of ForecastFrom, `now` at the end of `as_of`. Linear in
// working days, never below nothing, rounded half up to the scale of `now`.
std::optional<Decimal> ForecastAmount(const Decimal& then,
                                      const Decimal& now,
                                      Date from,
                                      Date as_of,
                                      Date until,
                                      const rules::Calendar& calendar);

}  // namespace luoshi::figure
