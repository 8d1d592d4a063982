#include "rules/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/test_record.h"

namespace luoshi::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr UnitId kVillage{7};
constexpr UnitId kOffice{70};

CellKey Cell(std::int64_t measure) {
  CellKey cell;
  cell.measure = measure;
  cell.region = kVillage;
  cell.responsible = kVillage;
  return cell;
}

std::vector<TimelineStep> Steps(
    std::initializer_list<std::pair<std::string_view, std::int64_t>> steps) {
  std::vector<TimelineStep> out;
  for (const auto& step : steps) {
    out.push_back({Day(step.first), step.second});
  }
  return out;
}

Timeline Build(const Pack& pack, const TestHistory& history) {
  return BuildTimeline(pack, history.changes(), Calendar());
}

TEST(Timeline, CountsFromTheDayTheConditionHoldsUntilItNoLongerDoes) {
  Pack pack = TestPack();
  AddMeasure(pack, "fires", "kind == 'fire'");
  TestHistory history;
  history.Create("2026-03-01", {{"village", kVillage}});
  history.Set("2026-03-05", {{"kind", "fire"}});
  history.Set("2026-03-09", {{"grade", "low"}});
  history.Set("2026-03-12", {{"kind", "road"}});
  EXPECT_THAT(Build(pack, history),
              ElementsAre(Pair(Cell(1), Steps({{"2026-03-05", 1}, {"2026-03-12", 0}}))));
}

TEST(Timeline, OfSeveralChangesOnOneDayOnlyTheEndOfTheDayCounts) {
  Pack pack = TestPack();
  AddMeasure(pack, "fires", "kind == 'fire'");
  TestHistory history;
  history.Create("2026-03-01", {{"village", kVillage}, {"kind", "fire"}});
  history.Set("2026-03-01", {{"kind", "road"}});
  EXPECT_THAT(Build(pack, history), IsEmpty());
}

TEST(Timeline, MovesBetweenCellsWithRegionOfficePeriodAndBreakdown) {
  Pack pack = TestPack();
  Measure& measure = AddMeasure(pack, "all", "true");
  measure.period = "year";
  measure.by = {"confirmed", "kind"};
  TestHistory history;
  history.Create("2026-03-01",
                 {{"year", std::int64_t{2026}}, {"kind", "fire"}, {"confirmed", true}});
  history.Set("2026-03-05", {{"village", kVillage}, {"office", kOffice}, {"kind", Value()}});
  CellKey nowhere{1, "2026", "confirmed=true;kind=fire", kNoUnit, kNoUnit};
  CellKey village{1, "2026", "confirmed=true;kind=", kVillage, kOffice};
  EXPECT_THAT(Build(pack, history),
              ElementsAre(Pair(village, Steps({{"2026-03-05", 1}})),
                          Pair(nowhere, Steps({{"2026-03-01", 1}, {"2026-03-05", 0}}))));
}

TEST(Timeline, SumsTheAmountInUnitsOfTheMeasuresScale) {
  Pack pack = TestPack();
  Measure& measure = AddMeasure(pack, "area", "kind == 'slope'");
  measure.amount = Compiled(pack, "area", TypeKind::kDecimal);
  measure.scale = 1;
  TestHistory history;
  history.Create("2026-03-01", {{"village", kVillage}, {"kind", "slope"}});
  history.Set("2026-03-02", {{"area", Decimal(1255, 2)}});
  history.Set("2026-03-03", {{"area", Decimal(0, 2)}});
  history.Set("2026-03-04", {{"area", Value()}});
  EXPECT_THAT(Build(pack, history),
              ElementsAre(Pair(Cell(1), Steps({{"2026-03-02", 126}, {"2026-03-03", 0}}))));
}

TEST(Timeline, AnAmountTooLargeToBeAddedUpIsUnknown) {
  Pack pack = TestPack();
  AddMeasure(pack, "area", "true").amount = Compiled(pack, "year", TypeKind::kInt);
  TestHistory history;
  history.Create("2026-03-01", {{"village", kVillage}, {"year", INT64_MIN}});
  history.Set("2026-03-02", {{"year", std::int64_t{1'000'000'000'000'000}}});
  EXPECT_THAT(Build(pack, history),
              ElementsAre(Pair(Cell(1), Steps({{"2026-03-02", 1'000'000'000'000'000}}))));
}

TEST(Timeline, AnOpenDeadlineIsAFutureStepThatFinishingTakesAway) {
  Pack pack = TestPack();
  Clock& clock = pack.clocks.emplace_back();
  clock.name = "whole";
  clock.due_field = "deadline";
  clock.business = true;
  AddMeasure(pack, "overdue", "overdue(whole)");
  TestHistory history;
  history.Create("2026-03-01", {{"village", kVillage}, {"deadline", Day("2026-03-20")}});
  EXPECT_THAT(Build(pack, history), ElementsAre(Pair(Cell(1), Steps({{"2026-03-21", 1}}))));
  history.Move("2026-03-25", "close", "closed");
  EXPECT_THAT(Build(pack, history),
              ElementsAre(Pair(Cell(1), Steps({{"2026-03-21", 1}, {"2026-03-25", 0}}))));
  history.Correct("2026-03-26", EventNumber(1), {{"deadline", Day("2026-03-31")}});
  EXPECT_THAT(Build(pack, history), IsEmpty());
}

TEST(Timeline, WarnsFromTheDayOfTheFirstWarning) {
  Pack pack = TestPack();
  Clock& clock = pack.clocks.emplace_back();
  clock.name = "whole";
  clock.due_field = "deadline";
  ClockStep step;
  step.kind = StepKind::kWarning;
  step.offset = {-2, LimitUnit::kDays};
  clock.steps = {step};
  AddMeasure(pack, "soon", "warned(whole) && !overdue(whole)");
  TestHistory history;
  history.Create("2026-03-01", {{"village", kVillage}, {"deadline", Day("2026-03-20")}});
  EXPECT_THAT(Build(pack, history),
              ElementsAre(Pair(Cell(1), Steps({{"2026-03-18", 1}, {"2026-03-21", 0}}))));
}

TEST(Timeline, AgesOnBirthdaysAndThoseOfALeapDayOnTheFirstOfMarch) {
  Pack pack = TestPack();
  AddMeasure(pack, "old", "age(born) >= 60");
  TestHistory history;
  history.Create("2026-01-01", {{"village", kVillage}, {"born", Day("1968-02-29")}});
  EXPECT_THAT(Build(pack, history), ElementsAre(Pair(Cell(1), Steps({{"2028-02-29", 1}}))));
  history.Set("2026-01-02", {{"born", Day("1966-02-28")}});
  EXPECT_THAT(Build(pack, history), ElementsAre(Pair(Cell(1), Steps({{"2026-02-28", 1}}))));
  Pack one_more = TestPack();
  AddMeasure(one_more, "old", "age(born) >= 61");
  history.Set("2026-01-02", {{"born", Day("1968-02-29")}});
  EXPECT_THAT(Build(one_more, history), ElementsAre(Pair(Cell(1), Steps({{"2029-03-01", 1}}))));
}

TEST(Timeline, ElapsesDaysAfterTheDateInTheField) {
  Pack pack = TestPack();
  AddMeasure(pack, "stale", "elapsed(deadline) >= 30");
  TestHistory history;
  history.Create("2026-01-01", {{"village", kVillage}, {"deadline", Day("2025-12-31")}});
  EXPECT_THAT(Build(pack, history), ElementsAre(Pair(Cell(1), Steps({{"2026-01-30", 1}}))));
  history.Set("2026-01-20", {{"deadline", kLastDay}});
  EXPECT_THAT(Build(pack, history), IsEmpty());
}

Pack WithIndicator() {
  Pack pack = TestPack();
  AddMeasure(pack, "should", "kind == 'fire'").period = "year";
  Measure& done = AddMeasure(pack, "done", "kind == 'fire' && grade == 'low'");
  done.period = "year";
  Indicator& indicator = pack.indicators.emplace_back();
  indicator.name = "rate";
  indicator.numerator = {"done"};
  Base base;
  base.measures = {"should"};
  indicator.bases = {base};
  indicator.not_filled.version = 9;
  indicator.not_filled.period = "year";
  return pack;
}

TEST(NotFilled, CountsRecordsOnWhichAMeasureIsUnknown) {
  TestHistory history;
  history.Create("2026-03-01",
                 {{"village", kVillage}, {"kind", "fire"}, {"year", std::int64_t{2026}}});
  history.Set("2026-03-05", {{"grade", "high"}});
  CellKey should = Cell(1);
  CellKey gap = Cell(9);
  should.period = gap.period = "2026";
  EXPECT_THAT(Build(WithIndicator(), history),
              ElementsAre(Pair(should, Steps({{"2026-03-01", 1}})),
                          Pair(gap, Steps({{"2026-03-01", 1}, {"2026-03-05", 0}}))));
}

TEST(NotFilled, CountsARecordThatDoesNotSayItsPeriodUnderNone) {
  TestHistory history;
  history.Create("2026-03-01", {{"village", kVillage}, {"kind", "fire"}, {"grade", "high"}});
  EXPECT_THAT(Build(WithIndicator(), history),
              ElementsAre(Pair(Cell(9), Steps({{"2026-03-01", 1}}))));
  history.Set("2026-03-02", {{"kind", "road"}});  // it would not count anyway
  EXPECT_THAT(Build(WithIndicator(), history),
              ElementsAre(Pair(Cell(9), Steps({{"2026-03-01", 1}, {"2026-03-02", 0}}))));
}

TEST(Timeline, OfAVoidOrEmptyHistoryIsEmpty) {
  Pack pack = TestPack();
  AddMeasure(pack, "all", "true");
  TestHistory history;
  EXPECT_THAT(Build(pack, history), IsEmpty());
  history.Create("2026-03-01", {});
  history.TakeBack("2026-03-02", EventNumber(1));
  EXPECT_THAT(Build(pack, history), IsEmpty());
}

TEST(Difference, HoldsTheStepsThatTurnOneTimelineIntoTheOther) {
  const Timeline before = {
      {Cell(1), Steps({{"2026-03-01", 1}, {"2026-03-10", 0}, {"2026-03-20", 1}})},
      {Cell(2), Steps({{"2026-03-01", 5}})}};
  const Timeline after = {{Cell(1), Steps({{"2026-03-01", 1}, {"2026-03-12", 0}})},
                          {Cell(3), Steps({{"2026-03-02", 4}, {"2026-03-03", 6}})}};
  EXPECT_THAT(Difference(before, after), ElementsAre(CellDelta{Cell(1), Day("2026-03-10"), 1},
                                                     CellDelta{Cell(1), Day("2026-03-12"), -1},
                                                     CellDelta{Cell(1), Day("2026-03-20"), -1},
                                                     CellDelta{Cell(2), Day("2026-03-01"), -5},
                                                     CellDelta{Cell(3), Day("2026-03-02"), 4},
                                                     CellDelta{Cell(3), Day("2026-03-03"), 2}));
  EXPECT_THAT(Difference(after, after), IsEmpty());
}

}  // namespace
}  // namespace luoshi::rules
