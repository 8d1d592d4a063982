// Calendar days and moments. China keeps one time zone; a day here is a day at +08:00.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace luoshi {

// A day, counted from 1970-01-01. Valid from year 1 to 9999.
struct Date {
  std::int32_t days = 0;

  auto operator<=>(const Date&) const = default;
  Date operator+(int more) const { return {days + more}; }
  Date operator-(int less) const { return {days - less}; }
  int operator-(const Date& other) const { return days - other.days; }

  int year() const;
  int month() const;                  // 1…12
  int day() const;                    // 1…31
  int weekday() const;                // 1 = Monday … 7 = Sunday
  std::int32_t month_number() const;  // year * 12 + month - 1: orders months
  std::string ToString() const;       // 2026-09-01
  std::string ToChinese() const;      // 2026年9月1日

  static Result<Date> Parse(std::string_view text);  // 2026-09-01 only; kInvalid date.invalid
  // kInvalid date.invalid for a day that does not exist.
  static Result<Date> FromCivil(int year, int month, int day);
  static int DaysInMonth(int year, int month);
};

// A moment in milliseconds since 1970-01-01T00:00:00Z, written and read at +08:00.
struct DateTime {
  std::int64_t ms = 0;

  auto operator<=>(const DateTime&) const = default;
  Date date() const;             // the day at +08:00
  int minute_of_day() const;     // 0…1439 at +08:00
  std::string ToString() const;  // 2026-09-01T08:30:00.000+08:00
  static DateTime At(Date day, int hour = 0, int minute = 0);
  // RFC 3339 with any offset, or without one (+08:00), or a day alone (its midnight).
  static Result<DateTime> Parse(std::string_view text);
};

}  // namespace luoshi
