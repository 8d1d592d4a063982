// What commands are refused for, and how little a refusal tells.
#include "app/import.h"
#include "tests/register/packs.h"
#include "tests/support/county.h"

namespace luoshi {
namespace {

using testing::Describe;

class DecideTest : public CountyTest {
 protected:
  void SetUp() override {
    CountyTest::SetUp();
    if (IsSkipped()) {
      return;
    }
    for (const std::string_view text : {kWells, kVisits}) {
      const Status enabled =
          app().EnablePack(deployment().System(), {{"pack.yaml", std::string(text)}});
      ASSERT_TRUE(enabled.ok()) << Describe(enabled.error());
    }
    // A second village of the same town, and its secretary: a stranger to 东村.
    west_ = deployment().AddUnit("西村", UnitLevel::kVillage, kCloud, Date{18'262}).value();
    ASSERT_TRUE(
        deployment().AddUser("west_secretary", "village_secretary", west_, Date{18'262}).ok());
    ASSERT_TRUE(deployment().AddUser("auditor", "auditor", kCloud, Date{18'262}).ok());
    well_ = Create(
        "east_secretary", "wells",
        {{"number", "1"}, {"village", NumberOf(kEastVillage)}, {"depth", 20}, {"owner", "张三"}});
  }

  registers::RecordCommand OnWell(const RecordId& id, rules::Act act = rules::Act::kChange) {
    registers::RecordCommand command;
    command.jurisdiction = kCloudJournal;
    command.pack = "wells";
    command.record = id;
    command.act = act;
    return command;
  }
  registers::RecordCommand NewVisit(const std::string& user_village, const RecordId& well) {
    registers::RecordCommand command;
    command.act = rules::Act::kCreate;
    command.pack = "visits";
    command.record = Uuid::Derived({"visit", std::to_string(++visits_)});
    command.set = {{"number", std::to_string(visits_)},
                   {"village", NumberOf(user_village == "west" ? west_ : kEastVillage)},
                   {"well", well.ToString()}};
    return command;
  }
  // Key, pointer and everything it says, with the ids that the sender gave himself taken out.
  std::string Answer(const std::string& user, registers::RecordCommand command) {
    const RecordId id = command.record;
    const Result<registers::Applied> came = Try(user, std::move(command));
    if (came.ok()) {
      return "applied";
    }
    std::string text =
        std::to_string(static_cast<int>(came.error().code)) + " " + Describe(came.error());
    for (std::size_t at = text.find(id.ToString()); at != std::string::npos;
         at = text.find(id.ToString())) {
      text.replace(at, id.ToString().size(), "ID");
    }
    return text;
  }
  std::string KeyOf(const std::string& user, registers::RecordCommand command) {
    const Result<registers::Applied> came = Try(user, std::move(command));
    return came.ok() ? "applied" : came.error().key;
  }

  UnitId west_ = kNoUnit;
  RecordId well_;
  int visits_ = 0;
};

TEST_P(DecideTest, AStrangerLearnsWhatARecordThatIsNotThereWouldTellHim) {
  const RecordId nowhere = Uuid::Derived({"nowhere"});
  const rules::Change created = Load(kCloudJournal, well_).history.front();
  std::vector<registers::RecordCommand> questions;
  const auto ask = [&](rules::Act act) -> registers::RecordCommand& {
    return questions.emplace_back(OnWell(well_, act));
  };
  registers::RecordCommand& stale = ask(rules::Act::kChange);
  stale.seen = {{"depth", 21}};
  stale.set = {{"depth", 22}};
  ask(rules::Act::kChange).set = {{"depth", 20}};
  ask(rules::Act::kChange).set = {{"depth", "deep"}};
  ask(rules::Act::kChange).set = {{"village", NumberOf(west_)}};
  registers::RecordCommand& guess = ask(rules::Act::kChange);
  guess.seen = {{"owner", "李四"}};
  guess.set = {{"owner", "王五"}};
  ask(rules::Act::kMove).transition = "close";
  registers::RecordCommand& back = ask(rules::Act::kTakeBack);
  back.target = created.event;
  back.reason = "试试";
  registers::RecordCommand& correct = ask(rules::Act::kCorrect);
  correct.target = created.event;
  correct.reason = "试试";
  correct.set = {{"depth", 1}};
  ask(rules::Act::kPause).clock = "handling";
  for (const registers::RecordCommand& question : questions) {
    registers::RecordCommand other = question;
    other.record = nowhere;
    const std::string there = Answer("west_secretary", question);
    EXPECT_EQ(there, Answer("west_secretary", other)) << rules::ActName(question.act);
    EXPECT_NE(there.find("record.missing"), std::string::npos) << there;
  }
}

TEST_P(DecideTest, WhoMayOpenButNotChangeIsNotToldWhetherHeGuessedRight) {
  std::set<std::string> answers;
  for (const char* guess : {"张三", "李四"}) {
    registers::RecordCommand command = OnWell(well_);
    command.seen = {{"owner", guess}};
    command.set = {{"owner", "王五"}};
    answers.insert(Answer("auditor", command));
  }
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_NE(answers.begin()->find("access.rows"), std::string::npos) << *answers.begin();
}

TEST_P(DecideTest, AStaleCommandOfWhoMayChangeItIsToldBothValues) {
  registers::RecordCommand command = OnWell(well_);
  command.seen = {{"depth", 21}};
  command.set = {{"depth", 22}};
  const Result<registers::Applied> came = Try("east_secretary", command);
  ASSERT_FALSE(came.ok());
  EXPECT_EQ(Describe(came.error()).find("record.stale"), 0U) << Describe(came.error());
  EXPECT_EQ(came.error().pointer, "/seen/depth");
  registers::RecordCommand personal = OnWell(well_);
  personal.seen = {{"owner", "李四"}};
  personal.set = {{"owner", "王五"}};
  const std::string answer = Answer("east_secretary", personal);
  EXPECT_NE(answer.find("record.stale"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("张三"), std::string::npos) << answer;
}

TEST_P(DecideTest, AReferenceTellsNothingOfARecordThatIsNotOnesOwn) {
  const std::string hidden = Answer("west_secretary", NewVisit("west", well_));
  EXPECT_NE(hidden.find("reference.missing"), std::string::npos) << hidden;
  const RecordId nowhere = Uuid::Derived({"nowhere"});
  std::string absent = Answer("west_secretary", NewVisit("west", nowhere));
  absent.replace(absent.find(nowhere.ToString()), nowhere.ToString().size(), well_.ToString());
  EXPECT_EQ(hidden, absent);
  EXPECT_EQ(KeyOf("east_secretary", NewVisit("east", well_)), "applied");
}

TEST_P(DecideTest, AReferenceThatStandsMayStandWhateverBecameOfItsTarget) {
  const registers::RecordCommand visit = NewVisit("east", well_);
  EXPECT_EQ(KeyOf("east_secretary", visit), "applied");
  registers::RecordCommand away = OnWell(well_);
  away.set = {{"village", NumberOf(west_)}};
  EXPECT_EQ(KeyOf("cloud_deputy", away), "applied");
  registers::RecordCommand again = On(Load(kCloudJournal, visit.record), rules::Act::kChange);
  again.set = {{"number", "n"}, {"well", well_.ToString()}};
  EXPECT_EQ(KeyOf("east_secretary", again), "applied");
}

TEST_P(DecideTest, AKeyThatIsTakenNamesNoRecord) {
  registers::RecordCommand command;
  command.act = rules::Act::kCreate;
  command.pack = "wells";
  command.record = Uuid::Derived({"second"});
  command.set = {{"number", "1"}, {"village", NumberOf(west_)}};
  const std::string answer = Answer("west_secretary", command);
  EXPECT_NE(answer.find("record.key_taken"), std::string::npos) << answer;
  EXPECT_EQ(answer.find(well_.ToString()), std::string::npos) << answer;
  EXPECT_EQ(answer.find("东村"), std::string::npos) << answer;
}

TEST_P(DecideTest, AnImportTellsNobodyWhatStandsInARecordThatIsNotHis) {
  app::ImportOptions options;
  options.pack = "wells";
  options.file_name = "井.csv";
  options.within = kCloud;
  std::set<std::string> answers;
  for (const char* depth : {"20", "21"}) {  // right and wrong
    const Result<app::ImportReport> report = app::Import(
        app(), As("west_secretary"), "编号,村,深度\n1,东村," + std::string(depth) + "\n", options);
    if (!report.ok()) {
      answers.insert(Describe(report.error()));
      continue;
    }
    EXPECT_EQ(report->same, 0);
    for (const auto& refusal : report->refusals) {
      answers.insert(refusal.error.key);
    }
  }
  EXPECT_EQ(answers.size(), 1U);
  options.within = kEastVillage;
  const Result<app::ImportReport> own =
      app::Import(app(), As("east_secretary"), "编号,村,深度\n1,东村,20\n", options);
  ASSERT_TRUE(own.ok()) << Describe(own.error());
  EXPECT_EQ(own->same, 1);
}

TEST_P(DecideTest, ARetryIsAnsweredToItsSenderAndNotToAStranger) {
  registers::RecordCommand command = OnWell(well_);
  command.set = {{"depth", 25}};
  const access::Scope east = As("east_secretary");
  command.origin = app().NewOrigin(east);
  ASSERT_TRUE(app().SubmitOne(east, command).ok());
  const Result<registers::Applied> again = app().SubmitOne(east, command);
  ASSERT_TRUE(again.ok()) << Describe(again.error());
  EXPECT_TRUE(again->repeated);
  const Result<registers::Applied> stranger = app().SubmitOne(As("west_secretary"), command);
  ASSERT_FALSE(stranger.ok());
  EXPECT_EQ(stranger.error().key, "record.missing");
}

TEST_P(DecideTest, WhoActsIsWhoAsksWhateverTheCommandSays) {
  registers::RecordCommand command = OnWell(well_);
  command.set = {{"depth", 26}};
  const access::Scope east = As("east_secretary");
  command.origin = app().NewOrigin(east);
  command.origin.actor.user = "cloud_deputy";
  ASSERT_TRUE(app().SubmitOne(east, command).ok());
  EXPECT_EQ(Load(kCloudJournal, well_).history.back().actor, "east_secretary");
}

TEST_P(DecideTest, AJurisdictionThatIsNotThereIsRefused) {
  for (const std::int64_t number : {-1, 4, 77}) {
    registers::RecordCommand command;
    command.act = rules::Act::kCreate;
    command.pack = "wells";
    command.jurisdiction = JurisdictionId{number};
    command.record = Uuid::Derived({"second"});
    command.set = {{"number", "2"}, {"village", NumberOf(kEastVillage)}};
    EXPECT_EQ(KeyOf("east_secretary", command), "jurisdiction.unknown") << number;
    registers::RecordCommand change = OnWell(well_);
    change.jurisdiction = JurisdictionId{number};
    change.set = {{"depth", 1}};
    EXPECT_EQ(KeyOf("east_secretary", change), "jurisdiction.unknown") << number;
  }
  ExpectVerified();
}

TEST_P(DecideTest, ARecordAskedForUnderAnotherRegisterFirstIsMadeInItsOwn) {
  const RecordId id = Uuid::Derived({"second"});
  const access::Scope east = As("east_secretary");
  registers::RecordCommand wrong = OnWell(id);
  wrong.pack = "visits";
  wrong.set = {{"number", "x"}};
  registers::RecordCommand create = OnWell(id, rules::Act::kCreate);
  create.set = {{"number", "2"}, {"village", NumberOf(kEastVillage)}};
  registers::RecordCommand other = OnWell(id);  // and is not found under another afterwards
  other.pack = "visits";
  other.set = {{"number", "x"}};
  std::vector<app::CommandGroup> groups;
  for (registers::RecordCommand* command : {&wrong, &create, &other}) {
    command->origin = app().NewOrigin(east);
    groups.push_back({{*command}});
  }
  const std::vector<app::GroupResult> results = app().Submit(east, groups);
  ASSERT_FALSE(results[0].ok());
  EXPECT_EQ(results[0].error().key, "record.missing");
  ASSERT_TRUE(results[1].ok()) << Describe(results[1].error());
  ASSERT_FALSE(results[2].ok());
  EXPECT_EQ(results[2].error().key, "record.missing");
  EXPECT_EQ(Load(kCloudJournal, id).pack, "wells");
  ExpectVerified();
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         DecideTest,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi
