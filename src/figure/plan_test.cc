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
