#include "figure/forecast.h"

#include <algorithm>

namespace luoshi::figure {

std::optional<Date> ForecastFrom(const Target& target,
                                 Date as_of,
                                 const rules::Calendar& calendar) {
  if (!target.until || as_of >= *target.until) {
    return std::nullopt;
  }
  Date from = calendar.AddWorkingDays(as_of, -kForecastDays);
  if (target.from) {
    from = std::max(from, *target.from - 1);
  }
  return calendar.WorkingDaysBetween(from, as_of) < kForecastAtLeast ? std::nullopt
                                                                     : std::optional(from);
}

std::optional<Decimal> ForecastAmount(const Decimal& then,
                                      const Decimal& now,
                                      Date from,
                                      Date as_of,
                                      Date until,
                                      const rules::Calendar& calendar) {
  const std::int64_t worked = calendar.WorkingDaysBetween(from, as_of);
  const std::int64_t left = calendar.WorkingDaysBetween(as_of, until);
  const Result<Decimal> done = Decimal::Subtract(now, then);
  if (!done.ok() || worked <= 0) {
    return std::nullopt;
  }
  const Result<Decimal> product = Decimal::Multiply(*done, Decimal::FromInt(left));
  if (!product.ok()) {
    return std::nullopt;
  }
  const Result<Decimal> more =
      Decimal::Divide(*product, Decimal::FromInt(worked), now.scale(), Rounding::kHalfUp);
  if (!more.ok()) {
    return std::nullopt;
  }
  const Result<Decimal> out = Decimal::Add(now, *more);
  if (!out.ok()) {
    return std::nullopt;
  }
  return out->IsNegative() ? Decimal(0, now.scale()) : *out;
}

}  // namespace luoshi::figure
