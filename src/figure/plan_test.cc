#include "figure/plan.h"

#include <gtest/gtest.h>

namespace luoshi::figure {
namespace {

Target YearOf2026(const char* value, rules::TrajectoryKind kind) {
  return {*Decimal::Parse(value), kind, *Date::Parse("2026-01-01"), *Date::Parse("2026-12-31")};
}

TEST(Plan, ByMonthsCountsTheMonthsThatAreOver) {
  const rules::Calendar calendar;
  const Target target = YearOf2026("100", rules::TrajectoryKind::kMonths);
  EXPECT_EQ(PlannedOn(target, *Date::Parse("2026-08-31"), calendar, 1)->ToString(), "66.7");
  EXPECT_EQ(PlannedOn(target, *Date::Parse("2026-09-29"), calendar, 1)->ToString(), "66.7");
  EXPECT_EQ(PlannedOn(target, *Date::Parse("2025-06-01"), calendar, 1)->ToString(), "0.0");
  EXPECT_EQ(PlannedOn(target, *Date::Parse("2027-06-01"), calendar, 1)->ToString(), "100.0");
}

// target 12, so that months are plain to see
std::string ByMonths(const char* from, const char* until, const char* day) {
  const Target target{Decimal::FromInt(12), rules::TrajectoryKind::kMonths, *Date::Parse(from),
                      *Date::Parse(until)};
  const Elapsed elapsed = ElapsedOn(target, *Date::Parse(day), {});
  return std::to_string(elapsed.done) + "/" + std::to_string(elapsed.whole);
}

TEST(Plan, MonthsAreOverOnTheirLastDayAlsoInALeapYear) {
  EXPECT_EQ(ByMonths("2028-01-01", "2028-12-31", "2028-02-28"), "1/12");
  EXPECT_EQ(ByMonths("2028-01-01", "2028-12-31", "2028-02-29"), "2/12");
  EXPECT_EQ(ByMonths("2027-01-01", "2027-12-31", "2027-02-28"), "2/12");
  EXPECT_EQ(ByMonths("2026-01-01", "2026-12-31", "2026-12-30"), "11/12");
  EXPECT_EQ(ByMonths("2026-01-01", "2026-12-31", "2026-12-31"), "12/12");
}

TEST(Plan, MonthsThatDoNotFollowTheCalendar) {
  EXPECT_EQ(ByMonths("2026-03-15", "2026-06-14", "2026-03-31"), "0/3");
  EXPECT_EQ(ByMonths("2026-03-15", "2026-06-14", "2026-04-14"), "1/3");
  EXPECT_EQ(ByMonths("2026-03-15", "2026-06-14", "2026-06-13"), "2/3");
  EXPECT_EQ(ByMonths("2026-03-15", "2026-06-14", "2026-06-14"), "3/3");
  // begun on the 31st: February ends it on its last day but one
  EXPECT_EQ(ByMonths("2026-01-31", "2026-07-30", "2026-02-26"), "0/6");
  EXPECT_EQ(ByMonths("2026-01-31", "2026-07-30", "2026-02-27"), "1/6");
}

TEST(Plan, ADeadlineInsideAMonthIsReachedOnItsDayAndNotBefore) {
  EXPECT_EQ(ByMonths("2026-09-01", "2026-11-15", "2026-10-31"), "2/3");
  EXPECT_EQ(ByMonths("2026-09-01", "2026-11-15", "2026-11-14"), "2/3");
  EXPECT_EQ(ByMonths("2026-09-01", "2026-11-15", "2026-11-15"), "3/3");
  EXPECT_EQ(ByMonths("2026-09-10", "2026-09-20", "2026-09-19"), "0/1");
  EXPECT_EQ(ByMonths("2026-09-10", "2026-09-20", "2026-09-20"), "1/1");
}

TEST(Plan, DaysCountALeapDay) {
  const Target target{Decimal::FromInt(366), rules::TrajectoryKind::kDays,
                      *Date::Parse("2028-01-01"), *Date::Parse("2028-12-31")};
  EXPECT_EQ(PlannedOn(target, *Date::Parse("2028-02-29"), {}, 0)->ToString(), "60");
  EXPECT_EQ(PlannedOn(target, *Date::Parse("2028-12-31"), {}, 0)->ToString(), "366");
}

TEST(Plan, ByDaysAndWorkingDaysCountsThemselvesIn) {
  rules::Calendar calendar;
  Target target = YearOf2026("73", rules::TrajectoryKind::kDays);
  EXPECT_EQ(PlannedOn(target, *Date::Parse("2026-01-05"), calendar, 2)->ToString(), "1.00");
  target.kind = rules::TrajectoryKind::kWorkingDays;
  EXPECT_EQ(ElapsedOn(target, *Date::Parse("2026-01-04"), calendar).done, 2);  // Thursday, Friday
}

TEST(Plan, AnInsuredYearBeginsInTheAutumnBefore) {
  rules::Indicator indicator;
  indicator.period = "insured_year";
  indicator.target = Decimal::FromInt(100);
  indicator.trajectory = {rules::TrajectoryKind::kMonths, {-1, 9, 1}, {-1, 12, 31}};
  rules::Indicator beside;  // no plan of its own: it stands in the same year
  beside.period = "insured_year";
  rules::Pack pack;
  pack.indicators = {indicator, beside};
  EXPECT_EQ(PeriodOn(pack, indicator, *Date::Parse("2026-08-31")), "2026");
  EXPECT_EQ(PeriodOn(pack, indicator, *Date::Parse("2026-09-01")), "2027");
  EXPECT_EQ(PeriodOn(pack, beside, *Date::Parse("2026-09-01")), "2027");
  const Target target = *TargetOfPack(indicator, "2027");
  EXPECT_EQ(target.from->ToString(), "2026-09-01");
  EXPECT_EQ(target.until->ToString(), "2026-12-31");
  EXPECT_EQ(PlannedOn(target, *Date::Parse("2026-10-31"), {}, 1)->ToString(), "50.0");
}

}  // namespace
}  // namespace luoshi::figure
