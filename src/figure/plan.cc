#include "figure/plan.h"

#include <algorithm>
#include <charconv>

namespace luoshi::figure {
namespace {

std::optional<int> YearOf(std::string_view period) {
  int year = 0;
  const auto [end, failure] = std::from_chars(period.data(), period.data() + period.size(), year);
  return failure == std::errc() && end == period.data() + period.size() && year > 0 && year < 9999
             ? std::optional(year)
             : std::nullopt;
}

std::optional<Date> DayIn(int year, const rules::YearDay& day) {
  const Result<Date> date = Date::FromCivil(year + day.year_shift, day.month, day.day);
  return date.ok() ? std::optional(*date) : std::nullopt;
}

}  // namespace

std::optional<Target> TargetOfPack(const rules::Indicator& indicator, std::string_view period) {
  if (!indicator.target) {
    return std::nullopt;
  }
  Target target;
  target.value = *indicator.target;
  target.kind = indicator.trajectory.kind;
  const std::optional<int> year = YearOf(period);
  if (target.kind != rules::TrajectoryKind::kNone && year) {
    target.from = DayIn(*year, indicator.trajectory.from);
    target.until = DayIn(*year, indicator.trajectory.until);
  }
  return target;
}

std::string PeriodOn(const rules::Pack& pack, const rules::Indicator& indicator, Date day) {
  if (indicator.period.empty()) {
    return "";
  }
  const rules::Trajectory* trajectory = &indicator.trajectory;
  for (const rules::Indicator& other : pack.indicators) {
    if (trajectory->kind == rules::TrajectoryKind::kNone && other.period == indicator.period) {
      trajectory = &other.trajectory;
    }
  }
  int year = day.year();
  if (trajectory->kind != rules::TrajectoryKind::kNone) {
    for (const int candidate : {year + 2, year + 1, year, year - 1}) {
      const std::optional<Date> from = DayIn(candidate, trajectory->from);
      if (from && *from <= day) {
        year = candidate;
        break;
      }
    }
  }
  return std::to_string(year);
}

Elapsed ElapsedOn(const Target& target, Date day, const rules::Calendar& calendar) {
  if (!target.from || !target.until || target.kind == rules::TrajectoryKind::kNone) {
    return {};
  }
  const Date from = *target.from;
  const Date until = *target.until;
  const Date at = std::clamp(day, from - 1, until);
  switch (target.kind) {
    case rules::TrajectoryKind::kNone:
      return {};
    case rules::TrajectoryKind::kMonths: {
      // a month begins on the day `from` is of its own, or on the last one of a shorter month
      const auto begins = [&](Date in) {
        return std::min(from.day(), Date::DaysInMonth(in.year(), in.month()));
      };
      const auto over = [&](Date last) {
        const Date next = last + 1;
        return std::max<std::int64_t>(
            next.month_number() - from.month_number() - (next.day() < begins(next) ? 1 : 0), 0);
      };
      const Date after = until + 1;
      const std::int64_t whole = over(until) + (after.day() == begins(after) ? 0 : 1);
      return {at >= until ? whole : over(at), whole};
    }
    case rules::TrajectoryKind::kDays:
      return {at - from + 1, until - from + 1};
    case rules::TrajectoryKind::kWorkingDays:
      return {calendar.WorkingDaysBetween(from - 1, at),
              std::max<std::int64_t>(calendar.WorkingDaysBetween(from - 1, until), 1)};
  }
  return {};
}

std::optional<Decimal> PlannedOn(const Target& target,
                                 Date day,
                                 const rules::Calendar& calendar,
                                 int scale) {
  const Elapsed elapsed = ElapsedOn(target, day, calendar);
  if (elapsed.whole == 0) {
    return std::nullopt;
  }
  const Result<Decimal> product =
      Decimal::Multiply(target.value, Decimal::FromInt(std::min(elapsed.done, elapsed.whole)));
  if (!product.ok()) {
    return std::nullopt;
  }
  const Result<Decimal> planned =
      Decimal::Divide(*product, Decimal::FromInt(elapsed.whole), scale, Rounding::kHalfUp);
  return planned.ok() ? std::optional(*planned) : std::nullopt;
}

}  // namespace luoshi::figure
