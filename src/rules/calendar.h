// Working days with 调休, from calendar files published year by year.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/json.h"

namespace luoshi::rules {

inline constexpr Date kFirstDay{-719'162};  // 0001-01-01, a Monday
inline constexpr Date kLastDay{2'932'896};  // 9999-12-31
// `count` calendar days after `day`, but never outside of these two.
Date AddDays(Date day, std::int64_t count);

// One published year, as its notice reads: every day off, weekend days among them, and the weekend
// days worked instead.
struct CalendarYear {
  int year = 0;
  std::string basis;  // the notice it was published in
  std::set<Date> days_off;
  std::set<Date> days_worked;
  bool operator==(const CalendarYear&) const = default;
};

// Readers may share one from many threads as long as nobody calls Add. Everything here takes time
// logarithmic in the number of published days, however far the days lie apart.
class Calendar {
 public:
  void Add(CalendarYear year);  // replaces what was known of that year
  bool HasYear(int year) const;
  // Days of a year not published count Monday to Friday.
  bool IsWorkingDay(Date day) const;
  // The day `count` working days after `day` (before it when negative); `day` itself when 0. Never
  // leaves the years 1 to 9999: what would lie outside is their first or last day.
  Date AddWorkingDays(Date day, std::int64_t count) const;
  // Working days in (from, until]; negative the other way round.
  std::int64_t WorkingDaysBetween(Date from, Date until) const;
  // True when a day in [from, until] lies in a year not yet published: such a due day is marked
  // 暂定. False when `until` comes before `from`.
  bool IsProvisional(Date from, Date until) const;

  // {"year":2026,"basis":"…","off":["2026-01-01",…],"worked":["2026-01-04",…]}
  // kInvalid json.*, date.invalid, calendar.year (not 1…9999), calendar.other_year, calendar.both,
  // calendar.not_weekend (a worked day that is one anyway), with the day's pointer.
  static Result<CalendarYear> ReadYear(const JsonObject& json);
  static JsonObject WriteYear(const CalendarYear& year);

 private:
  // Working days from the first day of year 1 up to and including `day`.
  std::int64_t CountUntil(Date day) const;

  std::map<int, CalendarYear> years_;
  // Days that are not what Monday to Friday says, ascending, each with the running sum of +1
  // (worked) and −1 (off) up to it.
  std::vector<std::pair<Date, std::int64_t>> exceptions_;
};

}  // namespace luoshi::rules
