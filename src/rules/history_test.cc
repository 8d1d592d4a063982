#include "rules/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/test_record.h"

namespace luoshi::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Fold, AppliesChangesInTheOrderOfTheDaysTheyCountFrom) {
  const Pack pack = TestPack();
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}, {"year", std::int64_t{2026}}});
  history.Set("2026-03-20", {{"kind", "road"}});
  history.Set("2026-03-10", {{"kind", "slope"}});  // reported late
  EXPECT_EQ(Fold(pack, history.changes()).fields.at("kind"), Value("road"));
  EXPECT_EQ(FoldAsOf(pack, history.changes(), Day("2026-03-10")).fields.at("kind"), Value("slope"));
  EXPECT_EQ(FoldAsOf(pack, history.changes(), Day("2026-03-09")).fields.at("kind"), Value("fire"));
  EXPECT_EQ(FoldAsOf(pack, history.changes(), Day("2026-02-28")), RecordState());
}

TEST(Fold, OfTwoChangesOnOneDayTheLaterInTheJournalWins) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}});
  history.Set("2026-03-01", {{"kind", "road"}});
  EXPECT_EQ(Fold(TestPack(), history.changes()).fields.at("kind"), Value("road"));
}

TEST(Fold, AnEmptyValueClearsTheField) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}, {"grade", "low"}});
  history.Set("2026-03-02", {{"kind", Value()}});
  EXPECT_EQ(Fold(TestPack(), history.changes()).fields, (Fields{{"grade", "low"}}));
}

TEST(Fold, AppendsRowsToGroups) {
  const GroupRows first = {{{"by", "wang"}}};
  const GroupRows second = {{{"by", "zhao"}}};
  TestHistory history;
  history.Create("2026-03-01", {}).append = {{"rounds", first}};
  history.Set("2026-03-02", {}).append = {{"rounds", second}};
  EXPECT_EQ(Fold(TestPack(), history.changes()).fields.at("rounds"),
            Value(GroupRows{first[0], second[0]}));
}

TEST(Fold, FollowsTheStateAndCountsReturns) {
  TestHistory history;
  history.Create("2026-03-01", {}, "found");
  history.Move("2026-03-02", "assign", "handling");
  history.Move("2026-03-05", "submit", "checking");
  history.Move("2026-03-06", "send_back", "handling");
  const RecordState state = Fold(TestPack(), history.changes());
  EXPECT_EQ(state.state, "handling");
  EXPECT_EQ(state.returned, 1);
  EXPECT_EQ(FoldAsOf(TestPack(), history.changes(), Day("2026-03-05")).returned, 0);
}

TEST(Fold, RemembersTheRoleAnEscalationGaveItTo) {
  TestHistory history;
  history.Create("2026-03-01", {});
  history.OnClock(Act::kStep, "2026-03-09", "stage").holder = "deputy_mayor";
  EXPECT_EQ(Fold(TestPack(), history.changes()).holder, "deputy_mayor");
}

TEST(Fold, HandlersAreThoseWhoDidItOrReportedIt) {
  TestHistory history;
  history.Create("2026-03-01", {}).reporter = "villager";
  history.Set("2026-03-02", {{"kind", "fire"}}).actor = "wang";
  history.Correct("2026-03-03", EventNumber(2), {{"kind", "road"}}).actor = "zhao";
  history.OnClock(Act::kExtend, "2026-03-04", "stage").actor = "chief";
  history.Set("2026-03-05", {{"grade", "low"}}).actor = "gone";
  history.TakeBack("2026-03-06", EventNumber(5)).actor = "clerk";
  EXPECT_THAT(Fold(TestPack(), history.changes()).handlers,
              ElementsAre("li", "villager", "wang", "zhao"));
}

TEST(Correction, CountsFromTheDayOfTheEventItNames) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}});
  history.Set("2026-03-10", {{"grade", "low"}});
  history.Correct("2026-04-01", EventNumber(1), {{"kind", "road"}});
  EXPECT_EQ(FoldAsOf(TestPack(), history.changes(), Day("2026-03-01")).fields.at("kind"),
            Value("road"));
}

TEST(Correction, LeavesWhatWasChangedLaterAlone) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}});
  history.Set("2026-03-10", {{"kind", "slope"}});
  history.Correct("2026-04-01", EventNumber(1), {{"kind", "road"}});
  EXPECT_EQ(Fold(TestPack(), history.changes()).fields.at("kind"), Value("slope"));
}

TEST(Correction, OfACorrectionAppliesToTheOriginalEvent) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}, {"grade", "low"}});
  history.Correct("2026-04-01", EventNumber(1), {{"kind", "road"}, {"grade", "high"}});
  history.Correct("2026-05-01", EventNumber(2), {{"kind", "slope"}});
  EXPECT_EQ(FoldAsOf(TestPack(), history.changes(), Day("2026-03-01")).fields,
            (Fields{{"kind", "slope"}, {"grade", "high"}}));
}

TEST(Correction, TheLastOneWinsUnlessItIsTakenBack) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}});
  history.Correct("2026-04-01", EventNumber(1), {{"kind", "road"}});
  history.Correct("2026-04-02", EventNumber(1), {{"kind", "slope"}});
  EXPECT_EQ(Fold(TestPack(), history.changes()).fields.at("kind"), Value("slope"));
  history.TakeBack("2026-04-03", EventNumber(3));
  EXPECT_EQ(Fold(TestPack(), history.changes()).fields.at("kind"), Value("road"));
}

TEST(Correction, ReplacesTheRowsTheEventAppendedAndNoOthers) {
  const GroupRows first = {{{"by", "wang"}}};
  const GroupRows second = {{{"by", "zhao"}}};
  const GroupRows right = {{{"by", "zhou"}}};
  TestHistory history;
  history.Create("2026-03-01", {}).append = {{"rounds", first}};
  history.Set("2026-03-02", {}).append = {{"rounds", second}};
  history.Correct("2026-03-03", EventNumber(2), {{"rounds", right}});
  EXPECT_EQ(Fold(TestPack(), history.changes()).fields.at("rounds"),
            Value(GroupRows{first[0], right[0]}));
}

TEST(Handlers, AreThoseWhoWorkedNotThoseWhoLookedAtIt) {
  Pack pack = TestPack();
  for (Transition& transition : pack.lifecycle->transitions) {
    transition.independent = transition.name == "close";
    if (transition.independent) {
      transition.require = {"grade"};
    }
  }
  TestHistory history;
  history.Create("2026-03-01", {});
  history.Move("2026-03-02", "submit", "checking").reporter = "wu";
  history.Move("2026-03-03", "send_back", "handling").actor = "zhao";
  Change& close = history.Move("2026-03-04", "close", "closed");
  close.actor = "qian";
  close.set = {{"grade", "low"}};
  EXPECT_THAT(Fold(pack, history.changes()).handlers, ElementsAre("li", "wu"));
  Change& back = history.Move("2026-03-05", "send_back", "handling");
  back.actor = "sun";
  back.set = {{"kind", "road"}};  // he wrote down more than the move asks for
  EXPECT_THAT(Fold(pack, history.changes()).handlers, ElementsAre("li", "wu", "sun"));
}

TEST(TakeBack, UndoesTheEventAndItsCorrections) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}});
  history.Set("2026-03-02", {{"kind", "road"}});
  history.Correct("2026-03-03", EventNumber(2), {{"grade", "low"}}).actor = "zhao";
  history.TakeBack("2026-03-04", EventNumber(2));
  const RecordState state = Fold(TestPack(), history.changes());
  EXPECT_EQ(state.fields, (Fields{{"kind", "fire"}}));
  EXPECT_THAT(state.handlers, ElementsAre("li"));
}

TEST(TakeBack, OfTheCreationVoidsTheRecord) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}});
  history.Set("2026-03-02", {{"kind", "road"}});
  history.TakeBack("2026-03-04", EventNumber(1));
  EXPECT_TRUE(Fold(TestPack(), history.changes()).voided);
  EXPECT_THAT(Effective(history.changes()), IsEmpty());
  history.TakeBack("2026-03-05", EventNumber(3));
  EXPECT_FALSE(Fold(TestPack(), history.changes()).voided);
  EXPECT_EQ(Fold(TestPack(), history.changes()).fields.at("kind"), Value("road"));
}

TEST(Effective, WhatNamesAnUnknownEventHasNoEffect) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}});
  history.Correct("2026-03-02", EventNumber(99), {{"kind", "road"}});
  history.TakeBack("2026-03-03", EventNumber(4));  // itself later: not there before it
  history.Set("2026-03-04", {{"grade", "low"}});
  history.TakeBack("2026-03-05", EventNumber(5));  // itself
  const History effective = Effective(history.changes());
  ASSERT_EQ(effective.size(), 2U);
  EXPECT_EQ(effective[0], history.changes()[0]);
  EXPECT_EQ(effective[1], history.changes()[3]);
}

TEST(Effective, OnlyWhatSetsFieldsCanBeCorrected) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}});
  history.Extend("2026-03-02", "stage", "2026-04-01");
  history.Correct("2026-03-03", EventNumber(2), {{"kind", "road"}}).actor = "zhao";
  EXPECT_EQ(Effective(history.changes())[1], history.changes()[1]);
  EXPECT_THAT(Fold(TestPack(), history.changes()).handlers, ElementsAre("li"));
}

TEST(Effective, HoldsCorrectedChangesAndNoCorrections) {
  TestHistory history;
  history.Create("2026-03-01", {{"kind", "fire"}});
  history.Correct("2026-03-02", EventNumber(1), {{"kind", "road"}});
  Change expected = history.changes()[0];
  expected.set["kind"] = "road";
  EXPECT_THAT(Effective(history.changes()), ElementsAre(expected));
}

TEST(ChangeJson, ReadsWhatItWrites) {
  const Pack pack = TestPack();
  Change change;
  change.position = 7;
  change.event = EventNumber(8);
  change.act = Act::kMove;
  change.counts_on = Day("2026-03-01");
  change.known_on = Day("2026-03-02");
  change.occurred = Moment("2026-03-01T08:30:00.123+08:00");
  change.actor = "li";
  change.reporter = "王大爷";
  change.transition = "submit";
  change.state = "checking";
  change.set = {{"village", UnitId{7}},     {"kind", "fire"},
                {"grade", Value()},         {"year", std::int64_t{2026}},
                {"area", Decimal(1250, 2)}, {"born", Day("1960-02-29")},
                {"confirmed", true}};
  change.append = {{"rounds", GroupRows{{{"by", "wang"}, {"found", std::int64_t{3}}}}}};
  change.target = EventNumber(3);
  change.clock = "stage";
  change.reason = "weather";
  change.due = Day("2026-04-01");
  change.step = "second";
  change.holder = "mayor";
  EXPECT_EQ(ReadChange(pack, WriteChange(change)).value(), change);
  EXPECT_EQ(ReadChange(pack, WriteChange(Change())).value(), Change());
}

TEST(ChangeJson, EveryActHasAName) {
  for (int i = 0; i <= static_cast<int>(Act::kStep); ++i) {
    EXPECT_EQ(ParseAct(ActName(static_cast<Act>(i))), static_cast<Act>(i));
  }
  EXPECT_EQ(ParseAct("undo"), std::nullopt);
}

TEST(ChangeJson, SaysWhatIsWrong) {
  const auto key_with = [](std::string_view name, const Json& value) {
    JsonObject json = WriteChange(Change());
    json[name] = value;
    const Result<Change> read = ReadChange(TestPack(), json);
    return read.ok() ? std::string() : read.error().key;
  };
  EXPECT_EQ(key_with("act", "undo"), "change.act");
  EXPECT_EQ(key_with("event", "x"), "uuid.invalid");
  EXPECT_EQ(key_with("counts_on", "today"), "date.invalid");
  EXPECT_EQ(key_with("position", "1"), "json.type");
  EXPECT_EQ(key_with("set", "kind"), "json.type");
  EXPECT_EQ(key_with("set", {{"colour", "red"}}), "field.unknown");
}

}  // namespace
}  // namespace luoshi::rules
