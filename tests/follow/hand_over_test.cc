// Tasks across journals: a county gives out, towns act, what they do comes back.
#include "follow/hand_over.h"

#include <thread>

#include "tests/support/county.h"

namespace luoshi {
namespace {

class HandOverTest : public CountyTest {
 protected:
  // Gives a county task to both towns, its office in the lead, and follows.
  RecordId GiveToTowns() {
    const RecordId task =
        CountyTask("县-12", kCountyOffice,
                   {JsonObject{{"unit", NumberOf(kCloud)}, {"duty", "辖区内村道"}},
                    JsonObject{{"unit", NumberOf(kMaple)}}});
    Move("county_clerk", kCountyJournal, task, "give", {{"given_on", "2026-03-02"}});
    EXPECT_EQ(Follow(), 4);  // two parts, each made and given out
    return task;
  }
  RecordId CloudPart(const RecordId& task) { return follow::PartOf(kCountyJournal, task, kCloud); }
};

TEST_P(HandOverTest, GivesEachTownItsPartOfACountyTask) {
  const RecordId task = GiveToTowns();
  const registers::Record part = Load(kCloudJournal, CloudPart(task));
  EXPECT_EQ(part.state.state, "given");
  EXPECT_EQ(part.region, kCloud);
  EXPECT_EQ(part.responsible, kCloud);
  EXPECT_EQ(TextOf(part, "name"), "农村道路隐患排查");
  EXPECT_EQ(TextOf(part, "duty"), "辖区内村道");
  EXPECT_EQ(TextOf(part, "origin"), "1/" + task.ToString());
  EXPECT_EQ(TextOf(part, "origin_name"), "演示县");
  EXPECT_EQ(TextOf(part, "person"), "");  // whom it names is the town's to say
  EXPECT_EQ(*part.state.fields.at("due").As<Date>(), *Date::Parse("2026-03-31"));
  EXPECT_EQ(All("task", kMapleJournal).size(), 1U);
  EXPECT_EQ(All("task", kCountyJournal).size(), 1U);  // its own office needs no part
  ExpectVerified();
}

TEST_P(HandOverTest, KeepsADraftAtHome) {
  CountyTask("县-13", kCloud, {});
  EXPECT_EQ(Follow(), 0);
  EXPECT_TRUE(All("task", kCloudJournal).empty());
}

TEST_P(HandOverTest, ReportsWhatTheTownDidToTheTaskOfTheCounty) {
  const RecordId task = GiveToTowns();
  const RecordId part = CloudPart(task);
  Move("cloud_officer", kCloudJournal, part, "receive", {{"person", "王强"}});
  Move("cloud_officer", kCloudJournal, part, "start");
  EXPECT_EQ(Follow(), 0);  // taking it in hand is no progress
  registers::RecordCommand progress = On(Load(kCloudJournal, part), rules::Act::kChange);
  progress.append["progress"] = JsonArray{
      JsonObject{{"on_day", "2026-03-02"}, {"done", "已排查 6 条"}, {"problem", "缺经费"}}};
  Do("cloud_officer", progress);
  EXPECT_EQ(Follow(), 1);
  Move("cloud_officer", kCloudJournal, part, "report",
       {{"done_on", "2026-03-02"}, {"result", "全部排查完"}});
  Move("cloud_clerk", kCloudJournal, part, "close", {{"conclusion", "done"}});
  EXPECT_EQ(Follow(), 1);
  const registers::Record owner = Load(kCountyJournal, task);
  EXPECT_EQ(ProgressOf(owner),
            (std::vector<std::string>{"云溪镇：已排查 6 条", "云溪镇：办结。全部排查完"}));
  EXPECT_EQ(owner.state.state, "given");  // to close it is for who gave it out
  ExpectVerified();
}

TEST_P(HandOverTest, CountsATaskOnceAndItsPartsApart) {
  GiveToTowns();
  EXPECT_EQ(Count("task.open_count", kCounty, figure::Axis::kRegion), "1");
  EXPECT_EQ(Count("task.open_count", kCounty, figure::Axis::kResponsible), "1");
  EXPECT_EQ(Count("task.open_count", kCloud, figure::Axis::kResponsible), "0");
  EXPECT_EQ(Count("task.part_open_count", kCloud, figure::Axis::kRegion), "1");
  EXPECT_EQ(Count("task.part_open_count", kCounty, figure::Axis::kRegion), "2");
}

TEST_P(HandOverTest, MovesTheDueDayOfThePartsWithThatOfTheTask) {
  const RecordId task = GiveToTowns();
  registers::RecordCommand extend = On(Load(kCountyJournal, task), rules::Act::kExtend);
  extend.clock = "handling";
  extend.reason = "阴雨";
  extend.due = *Date::Parse("2026-04-15");
  Do("county_deputy", extend);
  EXPECT_EQ(Follow(), 2);
  const registers::Record part = Load(kCloudJournal, CloudPart(task));
  EXPECT_EQ(*part.state.fields.at("due").As<Date>(), *Date::Parse("2026-04-15"));
  Move("county_clerk", kCountyJournal, task, "drop");
  EXPECT_EQ(Follow(), 4);  // dropped in both towns, and both say so
  EXPECT_EQ(Load(kCloudJournal, CloudPart(task)).state.state, "dropped");
}

TEST_P(HandOverTest, GivesAPartToATownNamedLater) {
  const RecordId task = CountyTask("县-14", kCloud, {});
  Move("county_clerk", kCountyJournal, task, "give", {{"given_on", "2026-03-02"}});
  EXPECT_EQ(Follow(), 2);
  registers::RecordCommand more = On(Load(kCountyJournal, task), rules::Act::kChange);
  more.append["assist_units"] = JsonArray{JsonObject{{"unit", NumberOf(kMaple)}}};
  Do("county_clerk", more);
  EXPECT_EQ(Follow(), 2);
  EXPECT_EQ(All("task", kCloudJournal).size(), 1U);
  EXPECT_EQ(All("task", kMapleJournal).size(), 1U);
}

TEST_P(HandOverTest, MakesNoSecondPartWhenATaskIsGivenOutAgain) {
  const RecordId task = GiveToTowns();
  Move("county_deputy", kCountyJournal, task, "drop");
  EXPECT_EQ(Follow(), 4);
  const RecordId other = CountyTask("县-20", kCloud, {});
  Move("county_clerk", kCountyJournal, other, "give", {{"given_on", "2026-03-02"}});
  EXPECT_EQ(Follow(), 2);
  registers::RecordCommand object = On(Load(kCountyJournal, other), rules::Act::kMove);
  object.transition = "object";
  object.set["reply"] = "时限太紧";
  const access::Scope system = deployment().System();
  object.origin = app().NewOrigin(system);
  ASSERT_TRUE(app().SubmitOne(system, object).ok());
  Move("county_clerk", kCountyJournal, other, "give");
  EXPECT_EQ(Follow(), 0);
  EXPECT_EQ(All("task", kCloudJournal).size(), 2U);  // one of each task
}

// A town splits its part further; what is done at the end is told at every level, in one run.
TEST_P(HandOverTest, PassesReportsUpThroughEveryLevel) {
  const RecordId task = CountyTask("县-21", kCloud, {});
  Move("county_clerk", kCountyJournal, task, "give", {{"given_on", "2026-03-02"}});
  EXPECT_EQ(Follow(), 2);
  registers::RecordCommand split = On(Load(kCloudJournal, CloudPart(task)), rules::Act::kChange);
  split.append["assist_units"] = JsonArray{JsonObject{{"unit", NumberOf(kMaple)}}};
  Do("cloud_clerk", split);
  EXPECT_EQ(Follow(), 2);
  const RecordId below = follow::PartOf(kCloudJournal, CloudPart(task), kMaple);
  registers::RecordCommand progress = On(Load(kMapleJournal, below), rules::Act::kChange);
  progress.append["progress"] = JsonArray{JsonObject{{"on_day", "2026-03-02"}, {"done", "开工"}}};
  Do("maple_officer", progress);
  EXPECT_EQ(Follow(), 2);
  EXPECT_EQ(ProgressOf(Load(kCountyJournal, task)),
            std::vector<std::string>{"云溪镇：枫林镇：开工"});
}

// More events than are read at once.
TEST_P(HandOverTest, ReadsALongJournalToItsEnd) {
  std::vector<app::CommandGroup> groups;
  const access::Scope system = deployment().System();
  for (int i = 0; i < 600; ++i) {
    registers::RecordCommand create;
    create.origin = app().NewOrigin(system);
    create.pack = "task";
    create.record = Uuid::Derived({"long", std::to_string(i)});
    create.act = rules::Act::kCreate;
    create.set = {{"number", "长-" + std::to_string(i)},
                  {"name", "排查"},
                  {"region", NumberOf(kCounty)},
                  {"lead_unit", NumberOf(kCounty)}};
    groups.push_back({{std::move(create)}});
  }
  for (const app::GroupResult& result : app().Submit(system, std::move(groups))) {
    ASSERT_TRUE(result.ok());
  }
  const RecordId task = CountyTask("县-22", kCloud, {});
  Move("county_clerk", kCountyJournal, task, "give", {{"given_on", "2026-03-02"}});
  EXPECT_EQ(Follow(), 2);
}

TEST_P(HandOverTest, ChangesNothingWhenRunAgainOrWithoutItsCursors) {
  const RecordId task = GiveToTowns();
  registers::RecordCommand progress = On(Load(kCloudJournal, CloudPart(task)), rules::Act::kChange);
  progress.append["progress"] = JsonArray{JsonObject{{"on_day", "2026-03-02"}, {"done", "开会"}}};
  Do("cloud_officer", progress);
  EXPECT_EQ(Follow(), 1);
  const std::int64_t events = Events();
  EXPECT_EQ(Follow(), 0);
  DropCursors();
  EXPECT_EQ(Follow(), 0);
  ASSERT_TRUE(deployment().Reopen().ok());
  DropCursors();
  EXPECT_EQ(Follow(), 0);
  EXPECT_EQ(Events(), events);
  ExpectVerified();
}

TEST_P(HandOverTest, AppliesEverythingOnceWhenSeveralRunAtOnce) {
  const RecordId task = CountyTask("县-15", kCloud, {JsonObject{{"unit", NumberOf(kMaple)}}});
  Move("county_clerk", kCountyJournal, task, "give", {{"given_on", "2026-03-02"}});
  std::vector<std::thread> threads;
  std::vector<std::int64_t> sent(4);
  for (std::int64_t& one : sent) {
    threads.emplace_back([&one, this] { one = app::RunFollowers(app()).value(); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(sent[0] + sent[1] + sent[2] + sent[3], 4);
  EXPECT_EQ(All("task", kMapleJournal).size(), 1U);
  ExpectVerified();
}

// A clerk who writes an origin into his own task makes it no part: nothing is told to the county.
TEST_P(HandOverTest, TrustsOnlyPartsItMadeItself) {
  const RecordId task = CountyTask("县-16", kCountyOffice, {});
  Move("county_clerk", kCountyJournal, task, "give", {{"given_on", "2026-03-02"}});
  const RecordId own = Create("cloud_clerk", "task",
                              {{"number", "镇-1"},
                               {"name", "自定"},
                               {"region", NumberOf(kCloud)},
                               {"lead_unit", NumberOf(kCloud)},
                               {"origin", "1/" + task.ToString()}});
  registers::RecordCommand progress = On(Load(kCloudJournal, own), rules::Act::kChange);
  progress.append["progress"] = JsonArray{JsonObject{{"on_day", "2026-03-02"}, {"done", "假的"}}};
  Do("cloud_clerk", progress);
  EXPECT_EQ(Follow(), 0);
  EXPECT_TRUE(ProgressOf(Load(kCountyJournal, task)).empty());
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         HandOverTest,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi
