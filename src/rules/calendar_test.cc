#include "rules/calendar.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace luoshi::rules {
namespace {

Date Day(std::string_view text) { return Date::Parse(text).value(); }

CalendarYear ReadFile(int year) {
  std::ifstream in(std::string(LUOSHI_SOURCE_DIR "/calendars/") + std::to_string(year) + ".json");
  std::stringstream text;
  text << in.rdbuf();
  return Calendar::ReadYear(ParseJson(text.str()).value().as_object()).value();
}

Calendar Published() {
  Calendar calendar;
  calendar.Add(ReadFile(2026));
  calendar.Add(ReadFile(2025));
  return calendar;
}

std::string KeyOf(std::string_view json) {
  const Result<CalendarYear> year = Calendar::ReadYear(ParseJson(json).value().as_object());
  return year.ok() ? "" : year.error().key;
}

TEST(Calendar, CountsMondayToFridayInYearsNotPublished) {
  const Calendar calendar;
  EXPECT_TRUE(calendar.IsWorkingDay(Day("2030-10-01")));   // a Tuesday
  EXPECT_FALSE(calendar.IsWorkingDay(Day("2030-10-05")));  // a Saturday
  EXPECT_TRUE(calendar.IsWorkingDay(Day("1969-12-31")));
  EXPECT_FALSE(calendar.IsWorkingDay(Day("0001-01-06")));
  EXPECT_TRUE(calendar.IsWorkingDay(Day("0001-01-01")));
}

TEST(Calendar, FollowsThePublishedNotices) {
  const Calendar calendar = Published();
  EXPECT_FALSE(calendar.IsWorkingDay(Day("2025-10-08")));
  EXPECT_TRUE(calendar.IsWorkingDay(Day("2025-10-09")));
  EXPECT_TRUE(calendar.IsWorkingDay(Day("2025-09-28")));   // a Sunday worked
  EXPECT_TRUE(calendar.IsWorkingDay(Day("2025-10-11")));   // a Saturday worked
  EXPECT_FALSE(calendar.IsWorkingDay(Day("2026-02-23")));  // a Monday off
  EXPECT_TRUE(calendar.IsWorkingDay(Day("2026-02-28")));
  EXPECT_FALSE(calendar.IsWorkingDay(Day("2026-09-19")));
  EXPECT_TRUE(calendar.IsWorkingDay(Day("2026-09-20")));
}

// 365 days less 104 days of weekends less the 13 statutory holidays.
TEST(Calendar, HasAsManyWorkingDaysAYearAsThirteenStatutoryHolidaysLeave) {
  const Calendar calendar = Published();
  EXPECT_EQ(calendar.WorkingDaysBetween(Day("2024-12-31"), Day("2025-12-31")), 248);
  EXPECT_EQ(calendar.WorkingDaysBetween(Day("2025-12-31"), Day("2026-12-31")), 248);
}

TEST(Calendar, AddsWorkingDaysAcrossHolidays) {
  const Calendar calendar = Published();
  EXPECT_EQ(calendar.AddWorkingDays(Day("2025-09-30"), 1), Day("2025-10-09"));
  EXPECT_EQ(calendar.AddWorkingDays(Day("2025-09-30"), 3), Day("2025-10-11"));
  EXPECT_EQ(calendar.AddWorkingDays(Day("2025-10-09"), -1), Day("2025-09-30"));
  EXPECT_EQ(calendar.AddWorkingDays(Day("2025-10-04"), -1), Day("2025-09-30"));
  EXPECT_EQ(calendar.AddWorkingDays(Day("2025-10-04"), 0), Day("2025-10-04"));
  EXPECT_EQ(calendar.AddWorkingDays(Day("2025-12-31"), 1), Day("2026-01-04"));
}

TEST(Calendar, AgreesWithCountingDayByDay) {
  const Calendar calendar = Published();
  for (Date day = Day("2024-12-20"); day < Day("2027-01-20"); day = day + 7) {
    for (int count = -40; count <= 40; ++count) {
      Date expected = day;
      for (int left = count; left != 0;) {
        expected = left > 0 ? expected + 1 : expected - 1;
        if (calendar.IsWorkingDay(expected)) {
          left += left > 0 ? -1 : 1;
        }
      }
      ASSERT_EQ(calendar.AddWorkingDays(day, count), expected)
          << day.ToString() << " and " << count;
      std::int64_t between = 0;
      for (Date each = std::min(day, expected) + 1; each <= std::max(day, expected);
           each = each + 1) {
        between += calendar.IsWorkingDay(each) ? 1 : 0;
      }
      ASSERT_EQ(calendar.WorkingDaysBetween(day, expected), count < 0 ? -between : between);
    }
  }
}

TEST(Calendar, FindsTheNextWorkingDayAfterAYearWithout) {
  CalendarYear idle;
  idle.year = 2026;
  for (Date day = Day("2026-01-01"); day.year() == 2026; day = day + 1) {
    idle.days_off.insert(day);
  }
  Calendar calendar;
  calendar.Add(idle);
  EXPECT_EQ(calendar.AddWorkingDays(Day("2025-12-31"), 1), Day("2027-01-01"));
  EXPECT_EQ(calendar.AddWorkingDays(Day("2027-01-01"), -1), Day("2025-12-31"));
}

TEST(Calendar, StaysInsideTheYearsThereAre) {
  const Calendar calendar;
  EXPECT_EQ(calendar.AddWorkingDays(Day("2026-01-01"), INT64_MAX), kLastDay);
  EXPECT_EQ(calendar.AddWorkingDays(Day("2026-01-01"), INT64_MIN), kFirstDay);
  EXPECT_EQ(AddDays(Day("2026-01-01"), INT64_MAX), kLastDay);
  EXPECT_EQ(AddDays(Day("2026-01-01"), INT64_MIN), kFirstDay);
}

TEST(Calendar, MarksSpansThatReachIntoAYearNotPublished) {
  const Calendar calendar = Published();
  EXPECT_FALSE(calendar.IsProvisional(Day("2025-12-30"), Day("2026-12-31")));
  EXPECT_TRUE(calendar.IsProvisional(Day("2026-12-31"), Day("2027-01-01")));
  EXPECT_TRUE(calendar.IsProvisional(Day("2024-12-31"), Day("2025-01-01")));
  EXPECT_FALSE(calendar.IsProvisional(Day("2027-01-02"), Day("2027-01-01")));
}

TEST(Calendar, ReplacesAYearThatIsPublishedAnew) {
  Calendar calendar = Published();
  CalendarYear changed = ReadFile(2026);
  changed.days_off.insert(Day("2026-09-03"));
  calendar.Add(changed);
  EXPECT_FALSE(calendar.IsWorkingDay(Day("2026-09-03")));
  calendar.Add(ReadFile(2026));
  EXPECT_TRUE(calendar.IsWorkingDay(Day("2026-09-03")));
}

TEST(Calendar, ReadsWhatItWrites) {
  const CalendarYear year = ReadFile(2026);
  EXPECT_EQ(Calendar::ReadYear(Calendar::WriteYear(year)).value(), year);
}

TEST(Calendar, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(KeyOf(R"({"year":2026})"), "json.missing");
  EXPECT_EQ(KeyOf(R"({"year":0,"basis":""})"), "calendar.year");
  EXPECT_EQ(KeyOf(R"({"year":2026,"basis":"","off":"2026-01-01"})"), "json.type");
  EXPECT_EQ(KeyOf(R"({"year":2026,"basis":"","off":[1]})"), "json.type");
  EXPECT_EQ(KeyOf(R"({"year":2026,"basis":"","off":["2026-02-30"]})"), "date.invalid");
  EXPECT_EQ(KeyOf(R"({"year":2026,"basis":"","off":["2027-01-01"]})"), "calendar.other_year");
  EXPECT_EQ(KeyOf(R"({"year":2026,"basis":"","worked":["2026-01-05"]})"), "calendar.not_weekend");
  EXPECT_EQ(KeyOf(R"({"year":2026,"basis":"","off":["2026-01-04"],"worked":["2026-01-04"]})"),
            "calendar.both");
}

}  // namespace
}  // namespace luoshi::rules
