// Who sees and moves a record: the units it belongs to, and what each of them is for.
#include "tests/support/county.h"

namespace luoshi {
namespace {

class ResponsibleTest : public CountyTest {
 protected:
  void SetUp() override {
    CountyTest::SetUp();
    if (IsSkipped()) {
      return;
    }
    const Date day{18'262};
    west_ = deployment().AddUnit("西村", UnitLevel::kVillage, kCloud, day).value();
    ASSERT_TRUE(deployment().AddUser("west_secretary", "village_secretary", west_, day).ok());
    ASSERT_TRUE(
        deployment().AddUser("maple_secretary", "village_secretary", kMapleVillage, day).ok());
    ASSERT_TRUE(deployment().AddUser("cloud_supervisor", "supervisor", kCloud, day).ok());
  }

  // A task of the town that 东村 leads and 西村 helps with, given out.
  RecordId TownTask(JsonObject more = {}) {
    JsonObject set = {{"number", "1"},
                      {"name", "秸秆禁烧"},
                      {"requirement", "包片到人"},
                      {"person", "王支书"},
                      {"region", NumberOf(kCloud)},
                      {"lead_unit", NumberOf(kEastVillage)},
                      {"assist_units", JsonArray{JsonObject{{"unit", NumberOf(west_)}}}},
                      {"due", "2026-03-31"}};
    for (const auto& member : more) {
      set[member.key()] = member.value();
    }
    const RecordId task = Create("cloud_clerk", "task", std::move(set));
    Move("cloud_clerk", kCloudJournal, task, "give", {{"given_on", "2026-03-02"}});
    return task;
  }
  std::string MoveKey(const std::string& user,
                      const RecordId& task,
                      const std::string& transition,
                      JsonObject set = {},
                      JurisdictionId jurisdiction = kCloudJournal) {
    registers::RecordCommand command = On(Load(jurisdiction, task), rules::Act::kMove);
    command.transition = transition;
    command.set = std::move(set);
    const Result<registers::Applied> came = Try(user, std::move(command));
    return came.ok() ? "moved" : came.error().key;
  }
  std::size_t SeenBy(const std::string& user) {
    std::size_t seen = 0;
    EXPECT_TRUE(app()
                    .ForEachRecord(As(user), "task", kNoUnit, registers::Personal::kClosed,
                                   [&](const registers::Record&) -> Status {
                                     ++seen;
                                     return {};
                                   })
                    .ok());
    return seen;
  }
  bool Opens(const std::string& user, const RecordId& task) {
    return app().FindRecord(As(user), kCloudJournal, task, registers::Personal::kClosed).ok();
  }

  UnitId west_ = kNoUnit;
};

TEST_P(ResponsibleTest, AVillageThatLeadsATaskOfItsTownReceivesItAndReports) {
  const RecordId task = TownTask();
  EXPECT_EQ(MoveKey("east_secretary", task, "receive"), "moved");
  EXPECT_EQ(MoveKey("east_secretary", task, "start"), "moved");
  EXPECT_EQ(
      MoveKey("east_secretary", task, "report", {{"done_on", "2026-03-02"}, {"result", "已包片"}}),
      "moved");
  EXPECT_EQ(MoveKey("cloud_clerk", task, "close", {{"conclusion", "done"}}), "moved");
  ExpectVerified();
}

TEST_P(ResponsibleTest, AUnitThatHelpsSeesTheTaskAndDoesNotMoveIt) {
  const RecordId task = TownTask();
  EXPECT_TRUE(Opens("west_secretary", task));
  EXPECT_EQ(SeenBy("west_secretary"), 1U);
  EXPECT_EQ(MoveKey("west_secretary", task, "receive"), "access.rows");
  EXPECT_FALSE(Opens("maple_secretary", task));
  EXPECT_EQ(SeenBy("maple_secretary"), 0U);
  EXPECT_EQ(MoveKey("maple_secretary", task, "receive"), "record.missing");
  registers::RecordCommand alone = On(Load(kCloudJournal, task), rules::Act::kChange);
  alone.set = {{"assist_units", JsonArray()}};
  Do("cloud_clerk", std::move(alone));
  EXPECT_FALSE(Opens("west_secretary", task));
}

TEST_P(ResponsibleTest, WhoDoesTheWorkNeitherGivesItOutNorClosesIt) {
  const RecordId task = CountyTask("9", kCloud, {});
  const auto move = [&](const char* user, const char* transition, JsonObject set = {}) {
    return MoveKey(user, task, transition, std::move(set), kCountyJournal);
  };
  EXPECT_EQ(move("cloud_clerk", "give", {{"given_on", "2026-03-02"}}), "access.role");
  EXPECT_EQ(move("county_clerk", "give", {{"given_on", "2026-03-02"}}), "moved");
  EXPECT_EQ(move("cloud_officer", "receive"), "moved");
  EXPECT_EQ(move("cloud_deputy", "drop"), "access.role");
  EXPECT_EQ(move("cloud_officer", "report", {{"done_on", "2026-03-02"}, {"result", "已查"}}),
            "moved");
  EXPECT_EQ(move("cloud_deputy", "close", {{"conclusion", "done"}}), "access.role");
  // and not by making the task its own in the same move either
  EXPECT_EQ(move("cloud_deputy", "close", {{"conclusion", "done"}, {"region", NumberOf(kCloud)}}),
            "access.role");
  EXPECT_EQ(move("county_clerk", "close", {{"conclusion", "done"}}), "moved");
}

TEST_P(ResponsibleTest, WhoSentItBackVerifiesItTheNextTime) {
  const RecordId task = TownTask({{"supervised", true}, {"supervised_basis", "县督查通知"}});
  const JsonObject report = {{"done_on", "2026-03-02"}, {"result", "已包片"}};
  EXPECT_EQ(MoveKey("east_secretary", task, "receive"), "moved");
  EXPECT_EQ(MoveKey("east_secretary", task, "report", report), "moved");
  EXPECT_EQ(MoveKey("cloud_supervisor", task, "send_back"), "moved");
  EXPECT_EQ(MoveKey("east_secretary", task, "report", report), "moved");
  EXPECT_EQ(MoveKey("cloud_supervisor", task, "close_supervised", {{"conclusion", "done"}}),
            "moved");
  EXPECT_EQ(MoveKey("cloud_supervisor", task, "reopen"), "moved");
  EXPECT_EQ(MoveKey("east_secretary", task, "report", report), "moved");
  EXPECT_EQ(MoveKey("cloud_supervisor", task, "close_supervised", {{"conclusion", "done"}}),
            "moved");
}

TEST_P(ResponsibleTest, WhoWroteDownTheWorkWhileSendingItBackDoesNotVerifyIt) {
  const RecordId task = TownTask({{"supervised", true}, {"supervised_basis", "县督查通知"}});
  const JsonObject report = {{"done_on", "2026-03-02"}, {"result", "已包片"}};
  EXPECT_EQ(MoveKey("east_secretary", task, "receive"), "moved");
  EXPECT_EQ(MoveKey("east_secretary", task, "report", report), "moved");
  EXPECT_EQ(MoveKey("cloud_supervisor", task, "send_back", {{"result", "我替他写"}}), "moved");
  EXPECT_EQ(MoveKey("east_secretary", task, "report"), "moved");
  EXPECT_EQ(MoveKey("cloud_supervisor", task, "close_supervised", {{"conclusion", "done"}}),
            "record.not_independent");
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         ResponsibleTest,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi
