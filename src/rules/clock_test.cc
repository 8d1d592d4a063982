#include "rules/clock.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/test_record.h"

namespace luoshi::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Clock StageClock(Limit limit) {
  Clock clock;
  clock.name = "stage";
  clock.states = {"handling"};
  clock.limit = limit;
  return clock;
}

Clock DeadlineClock() {
  Clock clock;
  clock.name = "stage";
  clock.states = {"handling"};
  clock.due_field = "deadline";
  return clock;
}

ClockStep Step(std::string name, StepKind kind, std::int64_t amount, LimitUnit unit) {
  ClockStep step;
  step.name = std::move(name);
  step.kind = kind;
  step.offset = {amount, unit};
  return step;
}

Pack With(Clock clock) {
  Pack pack = TestPack();
  pack.clocks = {std::move(clock)};
  return pack;
}

Calendar Year2026() {
  CalendarYear year;
  year.year = 2026;
  for (const char* day : {"2026-05-01", "2026-05-04", "2026-05-05"}) {
    year.days_off.insert(Day(day));
  }
  year.days_worked.insert(Day("2026-05-09"));
  Calendar calendar;
  calendar.Add(year);
  return calendar;
}

std::vector<ClockRun> Runs(const Clock& clock, const TestHistory& history) {
  const Pack pack = With(clock);
  std::vector<ClockRun> runs = RunClocks(pack, history.changes(), Year2026());
  for (ClockRun& run : runs) {
    EXPECT_EQ(run.clock, &pack.clocks[0]);
    run.clock = nullptr;  // the pack ends here
  }
  return runs;
}

std::string DueDay(const ClockRun& run) { return run.due ? run.due->date().ToString() : ""; }

std::string OverdueFrom(const ClockRun& run) {
  const std::optional<Date> day = run.OverdueFrom();
  return day ? day->ToString() : "";
}

TEST(StageClock, IsOverdueFromTheDayAfterItsDueDay) {
  TestHistory history;
  history.Create("2026-03-02T16:00", {});
  const std::vector<ClockRun> runs = Runs(StageClock({10, LimitUnit::kDays}), history);
  ASSERT_THAT(runs, SizeIs(1));
  EXPECT_EQ(runs[0].started, Moment("2026-03-02T16:00"));
  EXPECT_EQ(runs[0].due, Moment("2026-03-12T23:59:59.999"));
  EXPECT_EQ(OverdueFrom(runs[0]), "2026-03-13");
  EXPECT_EQ(runs[0].anchor, EventNumber(1));
  EXPECT_FALSE(runs[0].provisional);
}

TEST(StageClock, CountsWorkingDaysAcrossHolidays) {
  TestHistory history;
  history.Create("2026-04-30", {});
  EXPECT_EQ(DueDay(Runs(StageClock({3, LimitUnit::kWorkingDays}), history)[0]), "2026-05-08");
  EXPECT_EQ(DueDay(Runs(StageClock({4, LimitUnit::kWorkingDays}), history)[0]), "2026-05-09");
}

TEST(StageClock, IsProvisionalWhenItCountsThroughAYearNotPublished) {
  TestHistory history;
  history.Create("2026-12-28", {});
  EXPECT_FALSE(Runs(StageClock({3, LimitUnit::kWorkingDays}), history)[0].provisional);
  EXPECT_TRUE(Runs(StageClock({5, LimitUnit::kWorkingDays}), history)[0].provisional);
  EXPECT_FALSE(Runs(StageClock({5, LimitUnit::kDays}), history)[0].provisional);
}

TEST(StageClock, CountsHoursToTheMoment) {
  TestHistory history;
  history.Create("2026-03-02T16:00", {});
  const ClockRun run = Runs(StageClock({24, LimitUnit::kHours}), history)[0];
  EXPECT_EQ(run.due, Moment("2026-03-03T16:00"));
  EXPECT_EQ(OverdueFrom(run), "2026-03-03");
}

TEST(StageClock, AChangeThatCountsOnALaterDayThanItOccurredStartsWithThatDay) {
  TestHistory history;
  history.Create("2026-03-02T16:00", {}).counts_on = Day("2026-03-04");
  EXPECT_EQ(Runs(StageClock({24, LimitUnit::kHours}), history)[0].due, Moment("2026-03-05T00:00"));
}

TEST(StageClock, RunsAnewForEveryStay) {
  TestHistory history;
  history.Create("2026-03-02", {});
  history.Move("2026-03-05", "submit", "checking");
  history.Move("2026-03-09", "send_back", "handling");
  const std::vector<ClockRun> runs = Runs(StageClock({10, LimitUnit::kDays}), history);
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_EQ(runs[0].stopped, Moment("2026-03-05"));
  EXPECT_EQ(OverdueFrom(runs[0]), "");
  EXPECT_EQ(runs[1].started, Moment("2026-03-09"));
  EXPECT_EQ(runs[1].anchor, EventNumber(3));
  EXPECT_EQ(DueDay(runs[1]), "2026-03-19");
  EXPECT_FALSE(runs[1].stopped);
}

TEST(StageClock, GoesOnWhileTheRecordMovesAmongItsStates) {
  Clock clock = StageClock({10, LimitUnit::kDays});
  clock.states = {"handling", "checking"};
  TestHistory history;
  history.Create("2026-03-02", {}, "found");
  history.Move("2026-03-03", "assign", "handling");
  history.Move("2026-03-05", "submit", "checking");
  history.Move("2026-03-09", "send_back", "handling");
  const std::vector<ClockRun> runs = Runs(clock, history);
  ASSERT_THAT(runs, SizeIs(1));
  EXPECT_EQ(DueDay(runs[0]), "2026-03-13");
}

TEST(StageClock, WithoutStatesRunsUntilTheRecordIsClosed) {
  Clock clock = StageClock({10, LimitUnit::kDays});
  clock.states.clear();
  TestHistory history;
  history.Create("2026-03-02", {});
  history.Move("2026-03-05", "submit", "checking");
  history.Move("2026-03-20", "close", "closed");
  const std::vector<ClockRun> runs = Runs(clock, history);
  ASSERT_THAT(runs, SizeIs(1));
  EXPECT_EQ(runs[0].stopped, Moment("2026-03-20"));
  EXPECT_EQ(OverdueFrom(runs[0]), "2026-03-13");  // it was closed late
}

TEST(BusinessClock, IsNeverReset) {
  Clock clock = StageClock({20, LimitUnit::kDays});
  clock.business = true;
  clock.states.clear();
  TestHistory history;
  history.Create("2026-03-02", {});
  history.Move("2026-03-05", "submit", "checking");
  history.Move("2026-03-09", "send_back", "handling");
  history.Move("2026-03-10", "close", "closed");
  EXPECT_EQ(Runs(clock, history)[0].stopped, Moment("2026-03-10"));
  history.Move("2026-04-10", "reopen", "handling");
  const std::vector<ClockRun> runs = Runs(clock, history);
  ASSERT_THAT(runs, SizeIs(1));
  EXPECT_EQ(runs[0].started, Moment("2026-03-02"));
  EXPECT_EQ(DueDay(runs[0]), "2026-03-22");
  EXPECT_EQ(runs[0].anchor, EventNumber(1));
  EXPECT_FALSE(runs[0].stopped);
}

TEST(BusinessClock, StartsWithTheFirstOfItsStatesAndRunsThroughTheRest) {
  Clock clock = StageClock({20, LimitUnit::kDays});
  clock.business = true;
  TestHistory history;
  history.Create("2026-03-02", {}, "found");
  EXPECT_THAT(Runs(clock, history), IsEmpty());
  history.Move("2026-03-05", "assign", "handling");
  history.Move("2026-03-09", "submit", "checking");
  const std::vector<ClockRun> runs = Runs(clock, history);
  ASSERT_THAT(runs, SizeIs(1));
  EXPECT_EQ(DueDay(runs[0]), "2026-03-25");
  EXPECT_FALSE(runs[0].stopped);
}

TEST(DeadlineClock, IsDueAtTheEndOfTheDayInTheField) {
  TestHistory history;
  history.Create("2026-03-02", {{"deadline", Day("2026-03-20")}});
  EXPECT_EQ(Runs(DeadlineClock(), history)[0].due, Moment("2026-03-20T23:59:59.999"));
}

TEST(DeadlineClock, HasNoDueDayWhileTheFieldIsEmpty) {
  TestHistory history;
  history.Create("2026-03-02", {});
  EXPECT_EQ(DueDay(Runs(DeadlineClock(), history)[0]), "");
  EXPECT_EQ(OverdueFrom(Runs(DeadlineClock(), history)[0]), "");
  history.Set("2026-03-03", {{"deadline", Day("2026-03-20")}});
  EXPECT_EQ(DueDay(Runs(DeadlineClock(), history)[0]), "2026-03-20");
  EXPECT_EQ(Runs(DeadlineClock(), history)[0].anchor, EventNumber(2));
  history.Set("2026-03-04", {{"deadline", Value()}});
  EXPECT_EQ(DueDay(Runs(DeadlineClock(), history)[0]), "");
}

TEST(DeadlineClock, AnAnchorIsWhateverChangedTheDay) {
  TestHistory history;
  history.Create("2026-03-02", {{"deadline", Day("2026-03-20")}});
  history.Set("2026-03-03", {{"deadline", Day("2026-03-20")}, {"kind", "fire"}});  // the same day
  EXPECT_EQ(Runs(DeadlineClock(), history)[0].anchor, EventNumber(1));
  history.Set("2026-03-04", {{"deadline", Day("2026-03-25")}});
  EXPECT_EQ(Runs(DeadlineClock(), history)[0].anchor, EventNumber(3));
}

TEST(DeadlineClock, ADayChangedAfterAStayLeavesThatStayAlone) {
  TestHistory history;
  history.Create("2026-03-02", {{"deadline", Day("2026-03-20")}});
  history.Move("2026-03-25", "submit", "checking");
  history.Set("2026-03-26", {{"deadline", Day("2026-04-30")}});
  EXPECT_EQ(OverdueFrom(Runs(DeadlineClock(), history)[0]), "2026-03-21");
  history.Move("2026-03-27", "send_back", "handling");
  EXPECT_EQ(DueDay(Runs(DeadlineClock(), history)[1]), "2026-04-30");
}

TEST(BusinessClock, TakesADeadlineChangedWhileItWasClosed) {
  Clock clock = DeadlineClock();
  clock.business = true;
  TestHistory history;
  history.Create("2026-03-02", {{"deadline", Day("2026-03-20")}});
  history.Move("2026-03-05", "close", "closed");
  history.Set("2026-03-06", {{"deadline", Day("2026-04-10")}});
  history.Move("2026-03-07", "reopen", "handling").set = {{"deadline", Day("2026-04-20")}};
  EXPECT_EQ(DueDay(Runs(clock, history)[0]), "2026-04-20");
  EXPECT_EQ(Runs(clock, history)[0].anchor, EventNumber(4));
}

// Reminders were sent for the wrong day; those of the right one must still come.
TEST(DeadlineClock, ACorrectionOfTheDayIsAnAnchorOfItsOwn) {
  TestHistory history;
  history.Create("2026-03-02", {{"deadline", Day("2026-03-20")}}, "found");
  history.Move("2026-03-03", "assign", "handling");
  history.Correct("2026-03-21", EventNumber(1), {{"deadline", Day("2026-08-20")}});
  const ClockRun run = Runs(DeadlineClock(), history)[0];
  EXPECT_EQ(DueDay(run), "2026-08-20");
  EXPECT_EQ(run.anchor, EventNumber(3));
}

TEST(Pause, MovesTheDueDayByTheDaysThatStoodStill) {
  TestHistory history;
  history.Create("2026-03-02", {});
  history.OnClock(Act::kPause, "2026-03-05", "stage").reason = "weather";
  const ClockRun paused = Runs(StageClock({10, LimitUnit::kDays}), history)[0];
  EXPECT_TRUE(paused.paused);
  EXPECT_EQ(paused.pause_reason, "weather");
  EXPECT_EQ(OverdueFrom(paused), "");
  history.OnClock(Act::kResume, "2026-03-09", "stage");
  const ClockRun run = Runs(StageClock({10, LimitUnit::kDays}), history)[0];
  EXPECT_FALSE(run.paused);
  EXPECT_EQ(DueDay(run), "2026-03-16");
  EXPECT_EQ(run.anchor, EventNumber(3));
}

TEST(Pause, AndResumeOnOneDayMoveNothing) {
  TestHistory history;
  history.Create("2026-03-02", {});
  history.OnClock(Act::kPause, "2026-03-05T08:00", "stage");
  history.OnClock(Act::kResume, "2026-03-05T18:00", "stage");
  const ClockRun run = Runs(StageClock({10, LimitUnit::kDays}), history)[0];
  EXPECT_EQ(DueDay(run), "2026-03-12");
  EXPECT_EQ(run.anchor, EventNumber(1));
}

TEST(Pause, OfAWorkingDayClockCountsWorkingDaysOnly) {
  TestHistory history;
  history.Create("2026-03-02", {});                      // Monday; due Friday 13
  history.OnClock(Act::kPause, "2026-03-06", "stage");   // Friday
  history.OnClock(Act::kResume, "2026-03-10", "stage");  // Tuesday: Friday, Monday stood still
  EXPECT_EQ(DueDay(Runs(StageClock({9, LimitUnit::kWorkingDays}), history)[0]), "2026-03-17");
}

TEST(Pause, OverAWeekendMovesNoWorkingDay) {
  TestHistory history;
  history.Create("2026-03-02", {});
  history.OnClock(Act::kPause, "2026-03-07", "stage");
  history.OnClock(Act::kResume, "2026-03-09", "stage");
  const ClockRun run = Runs(StageClock({9, LimitUnit::kWorkingDays}), history)[0];
  EXPECT_EQ(DueDay(run), "2026-03-13");
  EXPECT_EQ(run.anchor, EventNumber(1));
}

TEST(Pause, OfAnHourClockMovesTheMoment) {
  TestHistory history;
  history.Create("2026-03-02T08:00", {});
  history.OnClock(Act::kPause, "2026-03-02T09:00", "stage");
  history.OnClock(Act::kResume, "2026-03-02T11:30", "stage");
  EXPECT_EQ(Runs(StageClock({24, LimitUnit::kHours}), history)[0].due, Moment("2026-03-03T10:30"));
}

TEST(Pause, AfterTheDueDayStaysOverdue) {
  TestHistory history;
  history.Create("2026-03-02", {});
  history.OnClock(Act::kPause, "2026-03-20", "stage");
  EXPECT_EQ(OverdueFrom(Runs(StageClock({10, LimitUnit::kDays}), history)[0]), "2026-03-13");
}

TEST(Pause, EndsWhenTheBusinessCloses) {
  Clock clock = StageClock({10, LimitUnit::kDays});
  clock.business = true;
  TestHistory history;
  history.Create("2026-03-02", {});
  history.OnClock(Act::kPause, "2026-03-05", "stage");
  history.Move("2026-03-08", "close", "closed");
  history.Move("2026-03-28", "reopen", "handling");
  const ClockRun run = Runs(clock, history)[0];
  EXPECT_FALSE(run.paused);
  EXPECT_EQ(DueDay(run), "2026-03-15");
}

TEST(Pause, OfAnotherClockIsNoneOfThisOne) {
  TestHistory history;
  history.Create("2026-03-02", {});
  history.OnClock(Act::kPause, "2026-03-05", "other");
  EXPECT_FALSE(Runs(StageClock({10, LimitUnit::kDays}), history)[0].paused);
}

TEST(Extension, SetsTheDueDayAndBecomesTheAnchor) {
  TestHistory history;
  history.Create("2026-12-20", {});
  history.Extend("2026-12-21", "stage", "2027-02-01");
  const ClockRun run = Runs(StageClock({20, LimitUnit::kWorkingDays}), history)[0];
  EXPECT_EQ(DueDay(run), "2027-02-01");
  EXPECT_EQ(run.anchor, EventNumber(2));
  EXPECT_FALSE(run.provisional);  // somebody named the day
}

TEST(Extension, DuringAPauseIsMovedByTheRestOfItOnly) {
  TestHistory history;
  history.Create("2026-03-02", {});
  history.OnClock(Act::kPause, "2026-03-05", "stage");
  history.Extend("2026-03-09", "stage", "2026-04-01");
  history.OnClock(Act::kResume, "2026-03-11", "stage");
  EXPECT_EQ(DueDay(Runs(StageClock({10, LimitUnit::kDays}), history)[0]), "2026-04-03");
}

TEST(Extension, TakenBackLeavesTheFirstDueDay) {
  TestHistory history;
  history.Create("2026-03-02", {});
  history.Extend("2026-03-05", "stage", "2026-04-01");
  history.TakeBack("2026-03-06", EventNumber(2));
  EXPECT_EQ(DueDay(Runs(StageClock({10, LimitUnit::kDays}), history)[0]), "2026-03-12");
}

TEST(Clock, SurvivesDaysAtTheEndOfTime) {
  TestHistory history;
  history.Create("2026-03-02", {{"deadline", kLastDay}});
  EXPECT_EQ(OverdueFrom(Runs(DeadlineClock(), history)[0]), "");
  for (const LimitUnit unit : {LimitUnit::kDays, LimitUnit::kWorkingDays, LimitUnit::kHours}) {
    Clock clock = StageClock({INT64_MAX, unit});
    clock.steps = {Step("late", StepKind::kOverdue, INT64_MAX, unit)};
    EXPECT_EQ(DueDay(Runs(clock, history)[0]), "9999-12-31");
    EXPECT_THAT(PendingSteps(With(clock), history.changes(), Calendar()), SizeIs(1));
  }
}

std::vector<std::string> Pending(const Pack& pack, const TestHistory& history) {
  std::vector<std::string> out;
  for (const DueStep& step : PendingSteps(pack, history.changes(), Year2026())) {
    out.push_back(step.step->name + " " + step.at.ToString().substr(0, 16));
  }
  return out;
}

TEST(PendingSteps, ComeAtHalfPastEightOfWorkingDaysInTimeOrder) {
  Clock clock = StageClock({10, LimitUnit::kDays});  // due on Sunday 2026-03-15
  clock.steps = {Step("escalate", StepKind::kEscalation, 3, LimitUnit::kWorkingDays),
                 Step("overdue", StepKind::kOverdue, 0, LimitUnit::kDays),
                 Step("due", StepKind::kWarning, 0, LimitUnit::kDays),
                 Step("soon", StepKind::kReminder, -2, LimitUnit::kWorkingDays),
                 Step("hours", StepKind::kReminder, -12, LimitUnit::kHours)};
  TestHistory history;
  history.Create("2026-03-05", {});
  EXPECT_THAT(Pending(With(clock), history),
              ElementsAre("soon 2026-03-12T08:30",     // Thursday: before it only Friday is left
                          "due 2026-03-13T08:30",      // Friday, not too late
                          "hours 2026-03-15T11:59",    // to the moment
                          "overdue 2026-03-16T08:30",  // Monday, the first overdue day
                          "escalate 2026-03-18T08:30"));
}

TEST(PendingSteps, LeaveOutWhatWasDoneUnderTheSameAnchor) {
  Clock clock = StageClock({10, LimitUnit::kDays});
  clock.steps = {Step("remind", StepKind::kReminder, -3, LimitUnit::kDays),
                 Step("overdue", StepKind::kOverdue, 1, LimitUnit::kDays)};
  const Pack pack = With(clock);
  TestHistory history;
  history.Create("2026-03-02", {});
  Change& done = history.OnClock(Act::kStep, "2026-03-09", "stage");
  done.step = "remind";
  done.target = EventNumber(1);
  EXPECT_THAT(Pending(pack, history), ElementsAre("overdue 2026-03-13T08:30"));
  history.TakeBack("2026-03-10", EventNumber(2));  // told is told
  EXPECT_THAT(Pending(pack, history), ElementsAre("overdue 2026-03-13T08:30"));
  history.Extend("2026-03-11", "stage", "2026-03-31");
  EXPECT_THAT(Pending(pack, history),
              ElementsAre("remind 2026-03-27T08:30", "overdue 2026-04-01T08:30"));
}

TEST(PendingSteps, AreNoneWhilePausedStoppedOrWithoutADueDay) {
  Clock clock = DeadlineClock();
  clock.steps = {Step("remind", StepKind::kReminder, -3, LimitUnit::kDays)};
  const Pack pack = With(clock);
  TestHistory history;
  history.Create("2026-03-02", {});
  EXPECT_THAT(Pending(pack, history), IsEmpty());
  history.Set("2026-03-03", {{"deadline", Day("2026-03-20")}});
  EXPECT_THAT(Pending(pack, history), SizeIs(1));
  history.OnClock(Act::kPause, "2026-03-04", "stage");
  EXPECT_THAT(Pending(pack, history), IsEmpty());
  history.OnClock(Act::kResume, "2026-03-05", "stage");
  EXPECT_THAT(Pending(pack, history), SizeIs(1));
  history.Move("2026-03-06", "submit", "checking");
  EXPECT_THAT(Pending(pack, history), IsEmpty());
}

std::vector<ClockPhase> Phases(const Clock& clock, const TestHistory& history) {
  const Pack pack = With(clock);
  const EffectiveHistory effective(history.changes());
  return ClockPhases(pack, pack.clocks[0], effective, Year2026());
}

TEST(ClockPhases, TellHowItStoodOnEveryDayAndNotOnlyHowItStandsNow) {
  Clock clock = StageClock({10, LimitUnit::kDays});
  clock.steps = {Step("warn", StepKind::kWarning, -3, LimitUnit::kDays)};
  TestHistory history;
  history.Create("2026-03-02", {});
  history.Extend("2026-03-15", "stage", "2026-03-31");
  history.Move("2026-03-20", "submit", "checking");
  EXPECT_THAT(Phases(clock, history),
              ElementsAre(ClockPhase{Day("2026-03-02"), Day("2026-03-13"), Day("2026-03-09")},
                          ClockPhase{Day("2026-03-15"), Day("2026-04-01"), Day("2026-03-27")},
                          ClockPhase{Day("2026-03-20"), std::nullopt, std::nullopt}));
}

TEST(ClockPhases, AreOneADay) {
  TestHistory history;
  history.Create("2026-03-02", {});
  history.Extend("2026-03-02", "stage", "2026-03-31");
  EXPECT_THAT(Phases(StageClock({10, LimitUnit::kDays}), history),
              ElementsAre(ClockPhase{Day("2026-03-02"), Day("2026-04-01"), std::nullopt}));
}

TEST(ClockPhases, WarnWithTheFirstReminderWhereThereIsNoWarning) {
  Clock clock = StageClock({10, LimitUnit::kDays});
  clock.steps = {Step("second", StepKind::kReminder, -1, LimitUnit::kDays),
                 Step("first", StepKind::kReminder, -3, LimitUnit::kDays)};
  TestHistory history;
  history.Create("2026-03-02", {});
  EXPECT_EQ(Phases(clock, history)[0].warned_from, Day("2026-03-09"));
  clock.steps.clear();
  EXPECT_EQ(Phases(clock, history)[0].warned_from, std::nullopt);
}

TEST(ClockPhases, APauseKeepsWhatWasAndStopsWhatWouldCome) {
  Clock clock = StageClock({10, LimitUnit::kDays});
  clock.steps = {Step("warn", StepKind::kWarning, -3, LimitUnit::kDays)};
  TestHistory history;
  history.Create("2026-03-02", {});
  history.OnClock(Act::kPause, "2026-03-10", "stage");
  EXPECT_THAT(Phases(clock, history),
              ElementsAre(ClockPhase{Day("2026-03-02"), Day("2026-03-13"), Day("2026-03-09")},
                          ClockPhase{Day("2026-03-10"), std::nullopt, Day("2026-03-09")}));
}

}  // namespace
}  // namespace luoshi::rules
