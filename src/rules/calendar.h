// Working days with 调休, from calendar files published year by year.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/json.h"

namespace luoshi::rules {

// One published year: days off that would be working days, and weekend days worked instead.
struct CalendarYear {
  int year = 0;
  std::string basis;  // the notice it was published in
  std::set<Date> days_off;
  std::set<Date> days_worked;
};

class Calendar {
 public:
  void Add(CalendarYear year);  // replaces what was known of that year
  bool HasYear(int year) const;
  // Days of a year not published count Monday to Friday.
  bool IsWorkingDay(Date day) const;
  // The day `count` working days after `day` (before it when negative); `day` itself when 0.
  Date AddWorkingDays(Date day, std::int64_t count) const;
  // Working days in (from, until]; negative the other way round.
  std::int64_t WorkingDaysBetween(Date from, Date until) const;
  // True when a day in [from, until] lies in a year not yet published: such a due day is marked
  // 暂定.
  bool IsProvisional(Date from, Date until) const;

  // {"year":2026,"basis":"…","off":["2026-01-01",…],"worked":["2026-01-04",…]}; kInvalid calendar.*
  static Result<CalendarYear> ReadYear(const JsonObject& json);
  static JsonObject WriteYear(const CalendarYear& year);

 private:
  std::map<int, CalendarYear> years_;
};

}  // namespace luoshi::rules
