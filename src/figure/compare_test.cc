#include "figure/compare.h"

#include <gtest/gtest.h>

#include "figure/forecast.h"

namespace luoshi::figure {
namespace {

Date Day(std::string_view text) { return *Date::Parse(text); }

TEST(Against, EachHasItsDay) {
  const auto day = [](Against against, std::string_view of) {
    return DayAgainst(against, Day(of)).ToString();
  };
  EXPECT_EQ(day(Against::kPreviousDay, "2026-03-01"), "2026-02-28");
  EXPECT_EQ(day(Against::kWeekStart, "2026-03-02"), "2026-03-01");  // a Monday: since Sunday
  EXPECT_EQ(day(Against::kWeekStart, "2026-03-08"), "2026-03-01");  // a Sunday: the same week
  EXPECT_EQ(day(Against::kMonthStart, "2026-03-31"), "2026-02-28");
  EXPECT_EQ(day(Against::kMonthStart, "2024-03-01"), "2024-02-29");
  EXPECT_EQ(day(Against::kLastYear, "2026-10-26"), "2025-10-26");
  EXPECT_EQ(day(Against::kLastYear, "2024-02-29"), "2023-02-28");
  EXPECT_EQ(day(Against::kLastYear, "2025-02-28"), "2024-02-28");
}

TEST(Against, IsReadByNameAndByTitle) {
  EXPECT_EQ(ParseAgainst("last_year"), Against::kLastYear);
  EXPECT_EQ(ParseAgainst("同比"), Against::kLastYear);
  EXPECT_EQ(ParseAgainst("本周以来"), Against::kWeekStart);
  EXPECT_FALSE(ParseAgainst("yesterday"));
}

class ForecastOfPace : public ::testing::Test {
 protected:
  std::optional<Date> From(std::string_view as_of) {
    return ForecastFrom(target_, Day(as_of), calendar_);
  }
  rules::Calendar calendar_;  // Monday to Friday
  Target target_{Decimal::FromInt(100), rules::TrajectoryKind::kDays, Day("2026-03-02"),
                 Day("2026-05-29")};
};

TEST_F(ForecastOfPace, IsSilentWhileTheHistoryIsShort) {
  EXPECT_FALSE(From("2026-03-02"));
  EXPECT_FALSE(From("2026-03-12"));                  // nine working days
  EXPECT_EQ(From("2026-03-13"), Day("2026-03-01"));  // ten
}

TEST_F(ForecastOfPace, TakesTheLastTwentyWorkingDays) {
  EXPECT_EQ(From("2026-04-24"), Day("2026-03-27"));
  EXPECT_EQ(calendar_.WorkingDaysBetween(Day("2026-03-27"), Day("2026-04-24")), kForecastDays);
}

TEST_F(ForecastOfPace, IsSilentOnTheDeadlineAndAfterAndWithoutOne) {
  EXPECT_TRUE(From("2026-05-28"));
  EXPECT_FALSE(From("2026-05-29"));
  EXPECT_FALSE(From("2026-06-01"));
  target_.until.reset();
  EXPECT_FALSE(From("2026-04-24"));
}

TEST_F(ForecastOfPace, IsLinearInWorkingDays) {
  // 40 in 20 working days, 25 working days left
  const auto ahead = [&](std::int64_t then, std::int64_t now) {
    return ForecastAmount(Decimal(then, 0), Decimal(now, 0), Day("2026-03-27"), Day("2026-04-24"),
                          Day("2026-05-29"), calendar_)
        ->ToString();
  };
  EXPECT_EQ(ahead(10, 50), "100");
  EXPECT_EQ(ahead(50, 50), "50");
  EXPECT_EQ(ahead(49, 50), "51");  // 51.25
  EXPECT_EQ(ahead(50, 10), "0");   // never below nothing
}

TEST_F(ForecastOfPace, DoesNotOverflow) {
  EXPECT_FALSE(ForecastAmount(Decimal(-INT64_MAX, 0), Decimal(INT64_MAX, 0), Day("2026-03-27"),
                              Day("2026-04-24"), Day("2026-05-29"), calendar_));
}

}  // namespace
}  // namespace luoshi::figure
