// Clock steps: once each, in time order, however late, whoever holds the item.
#include "follow/steps.h"

#include "follow/notices.h"
#include "storage/refusal_table.h"
#include "tests/support/county.h"

namespace luoshi {
namespace {

using Strings = std::vector<std::string>;

class StepsTest : public CountyTest {
 protected:
  // Given out in the first town on Monday 2 March 2026, due on Friday 13 March.
  RecordId TownTask(const std::string& number) {
    const RecordId task = Create("cloud_clerk", "task",
                                 {{"number", number},
                                  {"name", "春耕备耕"},
                                  {"requirement", "落实到地块"},
                                  {"person", "李明"},
                                  {"region", NumberOf(kEastVillage)},
                                  {"lead_unit", NumberOf(kCloudOffice)},
                                  {"due", "2026-03-13"}});
    Move("cloud_clerk", kCloudJournal, task, "give", {{"given_on", "2026-03-02"}});
    return task;
  }
  registers::Record Task(const RecordId& task) { return Load(kCloudJournal, task); }
  std::vector<follow::Notice> NoticesOf(const std::string& user) {
    Result<std::vector<follow::Notice>> notices = app::NoticesFor(app(), As(user), 100);
    EXPECT_TRUE(notices.ok());
    return notices.ok() ? *std::move(notices) : std::vector<follow::Notice>();
  }
};

TEST_P(StepsTest, HappenWhenTheyFallDueAndOnce) {
  const RecordId task = TownTask("1");
  Move("cloud_officer", kCloudJournal, task, "receive");
  EXPECT_EQ(Follow(), 0);
  At("2026-03-10T08:29:00+08:00");
  EXPECT_EQ(Follow(), 0);
  At("2026-03-10T08:30:00+08:00");  // three working days before
  EXPECT_EQ(Follow(), 1);
  EXPECT_EQ(Follow(), 0);
  EXPECT_EQ(StepsOf(Task(task)), (Strings{"handling/warning 2026-03-10"}));
  ExpectVerified();
}

// What a follower was refused once and is taken later is no matter for an operator any more.
TEST_P(StepsTest, LeaveTheListOfRefusalsOnceTheyAreTaken) {
  const RecordId task = TownTask("1");
  At("2026-03-10T08:30:00+08:00");
  CommandId due;
  {
    const auto tx = app().store().Begin(storage::Access::kRead);
    const auto groups = follow::DueSteps({**tx, *app().directory(), app().keyring()}, kCloudJournal,
                                         app().clock().Now(), 1);
    ASSERT_TRUE(groups.ok());
    ASSERT_EQ(groups->size(), 1U);
    due = groups->front().front().origin.command;
  }
  const std::vector<storage::RefusalRow> rows = {
      {"steps", due, task, "test", app().clock().Now()},
      {"steps", Uuid::Derived({"another"}), task, "test", app().clock().Now()}};
  ASSERT_TRUE(storage::WithTransaction(app().store(), [&](storage::Tx& tx) {
                return storage::PutRefusals(tx, kCloudJournal, rows);
              }).ok());
  EXPECT_EQ(app::CountRefusals(app()).value(), 2);
  EXPECT_GT(Follow(), 0);
  EXPECT_EQ(app::CountRefusals(app()).value(), 1);
}

TEST_P(StepsTest, CatchUpInTimeOrderAfterDaysOff) {
  const RecordId task = TownTask("1");
  At("2026-03-25T07:00:00+08:00");
  EXPECT_EQ(Follow(), 4);
  const registers::Record late = Task(task);
  EXPECT_EQ(StepsOf(late),
            (Strings{"receiving/overdue 2026-03-04", "handling/warning 2026-03-10",
                     "handling/overdue 2026-03-16", "handling/escalation 2026-03-18"}));
  EXPECT_EQ(late.state.holder, "deputy");
  EXPECT_EQ(late.history.back().actor, "system:steps");
  DropCursors();
  EXPECT_EQ(Follow(), 0);
  ExpectVerified();
}

// Nobody's name stands in the item: it is the role that holds it, so whoever has the role is told.
TEST_P(StepsTest, TellWhoHoldsTheRoleOfAnItemThatWasEscalated) {
  const RecordId task = TownTask("1");
  At("2026-03-25T07:00:00+08:00");
  Follow();
  const std::vector<follow::Notice> deputy = NoticesOf("cloud_deputy");
  ASSERT_EQ(deputy.size(), 1U);
  EXPECT_EQ(deputy[0].record, task);
  EXPECT_TRUE(deputy[0].holds);
  EXPECT_EQ(deputy[0].kind, rules::StepKind::kEscalation);
  EXPECT_EQ(deputy[0].text, "任务（东村）：办理时限已过，已提级，应于2026年3月13日前完成");
  EXPECT_EQ(NoticesOf("cloud_officer").size(), 2U);  // of either clock the last that tells him
  EXPECT_EQ(NoticesOf("east_secretary").size(), 1U);
  EXPECT_TRUE(NoticesOf("maple_deputy").empty());
  EXPECT_TRUE(NoticesOf("county_deputy").empty());  // a nearer one has the role

  ASSERT_TRUE(deployment().AddUser("new_deputy", "deputy", kCloud, Date{18'262}).ok());
  EXPECT_EQ(NoticesOf("new_deputy").size(), 1U);

  // already escalated and held by a role, it goes on escalating for a new due day
  registers::RecordCommand extend = On(Task(task), rules::Act::kExtend);
  extend.clock = "handling";
  extend.reason = "阴雨";
  extend.due = *Date::Parse("2026-04-10");
  Do("cloud_deputy", extend);
  EXPECT_TRUE(NoticesOf("cloud_deputy").empty());
  At("2026-04-30T07:00:00+08:00");
  EXPECT_EQ(Follow(), 3);
  EXPECT_EQ(NoticesOf("cloud_deputy").size(), 1U);
}

TEST_P(StepsTest, SayNothingOfWhatIsClosed) {
  const RecordId task = TownTask("1");
  Move("cloud_officer", kCloudJournal, task, "receive");
  Move("cloud_officer", kCloudJournal, task, "report",
       {{"done_on", "2026-03-02"}, {"result", "已完成"}});
  At("2026-03-11T09:00:00+08:00");
  EXPECT_EQ(Follow(), 1);
  EXPECT_EQ(NoticesOf("cloud_officer").size(), 1U);
  Move("cloud_clerk", kCloudJournal, task, "close", {{"conclusion", "done"}});
  EXPECT_TRUE(NoticesOf("cloud_officer").empty());
  At("2026-05-11T09:00:00+08:00");
  EXPECT_EQ(Follow(), 0);
}

TEST_P(StepsTest, SayNothingMoreOfAStageThatIsOver) {
  const RecordId task = TownTask("1");
  At("2026-03-04T09:00:00+08:00");
  EXPECT_EQ(Follow(), 1);  // nobody has received it
  EXPECT_EQ(NoticesOf("cloud_officer").size(), 1U);
  Move("cloud_officer", kCloudJournal, task, "receive");
  EXPECT_TRUE(NoticesOf("cloud_officer").empty());
}

TEST_P(StepsTest, StandStillInAPauseAndComeAnewAfterIt) {
  const RecordId task = TownTask("1");
  Move("cloud_officer", kCloudJournal, task, "receive");
  At("2026-03-10T09:00:00+08:00");
  EXPECT_EQ(Follow(), 1);  // the warning for the 13th
  registers::RecordCommand pause = On(Task(task), rules::Act::kPause);
  pause.clock = "handling";
  pause.reason = "不可抗力";
  Do("cloud_deputy", pause);
  At("2026-03-20T09:00:00+08:00");
  EXPECT_EQ(Follow(), 0);
  registers::RecordCommand resume = On(Task(task), rules::Act::kResume);
  resume.clock = "handling";
  Do("cloud_deputy", resume);  // due on the 23rd now
  EXPECT_EQ(Follow(), 1);
  At("2026-03-24T09:00:00+08:00");
  EXPECT_EQ(Follow(), 1);
  EXPECT_EQ(StepsOf(Task(task)),
            (Strings{"handling/warning 2026-03-10", "handling/warning 2026-03-18",
                     "handling/overdue 2026-03-24"}));
  ExpectVerified();
}

TEST_P(StepsTest, ComeAnewForAnExtendedDeadline) {
  const RecordId task = TownTask("1");
  Move("cloud_officer", kCloudJournal, task, "receive");
  At("2026-03-16T09:00:00+08:00");
  EXPECT_EQ(Follow(), 2);
  registers::RecordCommand extend = On(Task(task), rules::Act::kExtend);
  extend.clock = "handling";
  extend.reason = "阴雨";
  extend.due = *Date::Parse("2026-03-27");
  Do("cloud_deputy", extend);
  EXPECT_EQ(Follow(), 0);
  At("2026-03-30T09:00:00+08:00");
  EXPECT_EQ(Follow(), 2);
  EXPECT_EQ(StepsOf(Task(task)),
            (Strings{"handling/warning 2026-03-10", "handling/overdue 2026-03-16",
                     "handling/warning 2026-03-24", "handling/overdue 2026-03-30"}));
}

// More than one page, and the ids alone keep them apart.
TEST_P(StepsTest, AreAllTakenHoweverMany) {
  for (int i = 0; i < 90; ++i) {
    TownTask(std::to_string(i));
  }
  At("2026-03-25T07:00:00+08:00");
  EXPECT_EQ(Follow(), 90 * 4);
  EXPECT_EQ(Follow(), 0);
  ExpectVerified();
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         StepsTest,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

TEST(CalendarWarning, ComesAMonthBeforeAYearThatIsNotKnown) {
  root::Directory directory;
  Event event;
  event.kind = "calendar.add";
  event.body = rules::Calendar::WriteYear({2026, "国办发明电", {}, {}});
  ASSERT_TRUE(directory.Apply(event, {}).ok());
  EXPECT_FALSE(follow::CalendarWarning(directory, *Date::Parse("2026-11-30")));
  const std::optional<Error> warning =
      follow::CalendarWarning(directory, *Date::Parse("2026-12-01"));
  ASSERT_TRUE(warning);
  EXPECT_NE(Message(*warning, Language::kZh).find("2027年"), std::string::npos);
  EXPECT_TRUE(follow::CalendarWarning(directory, *Date::Parse("2025-06-01")));
  event.position = 1;
  event.body = rules::Calendar::WriteYear({2027, "国办发明电", {}, {}});
  ASSERT_TRUE(directory.Apply(event, {}).ok());
  EXPECT_FALSE(follow::CalendarWarning(directory, *Date::Parse("2026-12-01")));
}

}  // namespace
}  // namespace luoshi
