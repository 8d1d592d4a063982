#include "tests/support/county.h"

#include "storage/cursor_table.h"

namespace luoshi {
namespace {

constexpr Date kFounded{18'262};  // 2020-01-01

struct OfficeHolder {
  std::string_view user;
  std::string_view role;
  std::int64_t unit;
};

constexpr OfficeHolder kPeople[] = {
    {"county_clerk", "office_clerk", 2},        {"county_deputy", "deputy", 1},
    {"administrator", "administrator", 1},      {"cloud_clerk", "office_clerk", 4},
    {"cloud_officer", "line_officer", 4},       {"cloud_deputy", "deputy", 3},
    {"east_secretary", "village_secretary", 5}, {"maple_clerk", "office_clerk", 6},
    {"maple_officer", "line_officer", 6},       {"maple_deputy", "deputy", 6}};

}  // namespace

void CountyTest::SetUp() {
  auto made = testing::Deployment::Make(GetParam(), true,
                                        *DateTime::Parse("2026-03-02T09:00:00+08:00"), 11);
  if (!made.ok() && made.error().code == ErrorCode::kUnavailable) {
    GTEST_SKIP() << testing::Describe(made.error());
  }
  ASSERT_TRUE(made.ok()) << testing::Describe(made.error());
  made_ = *std::move(made);
  ASSERT_TRUE(made_->EnableBuiltin().ok());
  struct Place {
    const char* name;
    UnitLevel level;
    std::int64_t parent;
  };
  for (const Place& place :
       {Place{"演示县", UnitLevel::kCounty, 0}, Place{"县政府办公室", UnitLevel::kOffice, 1},
        Place{"云溪镇", UnitLevel::kTown, 1}, Place{"党政办", UnitLevel::kOffice, 3},
        Place{"东村", UnitLevel::kVillage, 3}, Place{"枫林镇", UnitLevel::kTown, 1},
        Place{"枫香村", UnitLevel::kVillage, 6}}) {
    ASSERT_TRUE(made_->AddUnit(place.name, place.level, UnitId{place.parent}, kFounded).ok());
  }
  ASSERT_TRUE(made_->AddJurisdiction(1, kCounty, kFounded).ok());
  ASSERT_TRUE(made_->AddJurisdiction(2, kCloud, kFounded).ok());
  ASSERT_TRUE(made_->AddJurisdiction(3, kMaple, kFounded).ok());
  for (const OfficeHolder& person : kPeople) {
    ASSERT_TRUE(made_->AddUser(person.user, person.role, UnitId{person.unit}, kFounded).ok());
  }
}

void CountyTest::At(const std::string& moment) {
  ASSERT_TRUE(made_->SetClock(*DateTime::Parse(moment)).ok());
}

Result<registers::Applied> CountyTest::Try(const std::string& user,
                                           registers::RecordCommand command) {
  const access::Scope scope = As(user);
  command.origin = app().NewOrigin(scope);
  return app().SubmitOne(scope, std::move(command));
}

registers::Applied CountyTest::Do(const std::string& user, registers::RecordCommand command) {
  Result<registers::Applied> applied = Try(user, std::move(command));
  EXPECT_TRUE(applied.ok()) << testing::Describe(applied.error());
  return applied.ok() ? *applied : registers::Applied();
}

RecordId CountyTest::Create(const std::string& user, const std::string& pack, JsonObject set) {
  registers::RecordCommand command;
  command.pack = pack;
  command.record = Uuid::Derived({"test", std::to_string(++commands_)});
  command.act = rules::Act::kCreate;
  command.set = std::move(set);
  return Do(user, std::move(command)).record;
}

registers::RecordCommand CountyTest::On(const registers::Record& record, rules::Act act) {
  registers::RecordCommand command;
  command.jurisdiction = record.jurisdiction;
  command.pack = record.pack;
  command.record = record.id;
  command.act = act;
  return command;
}

void CountyTest::Move(const std::string& user,
                      JurisdictionId jurisdiction,
                      const RecordId& record,
                      const std::string& transition,
                      JsonObject set) {
  registers::RecordCommand command = On(Load(jurisdiction, record), rules::Act::kMove);
  command.transition = transition;
  command.set = std::move(set);
  Do(user, std::move(command));
}

registers::Record CountyTest::Load(JurisdictionId jurisdiction, const RecordId& record) {
  Result<registers::Record> found =
      app().FindRecord(deployment().System(), jurisdiction, record, registers::Personal::kOpened);
  EXPECT_TRUE(found.ok()) << testing::Describe(found.error());
  return found.ok() ? *std::move(found) : registers::Record();
}

std::vector<registers::Record> CountyTest::All(const std::string& pack,
                                               JurisdictionId jurisdiction) {
  std::vector<registers::Record> out;
  EXPECT_TRUE(app()
                  .ForEachRecord(deployment().System(), pack, kNoUnit, registers::Personal::kOpened,
                                 [&](const registers::Record& record) -> Status {
                                   if (record.jurisdiction == jurisdiction) {
                                     out.push_back(record);
                                   }
                                   return {};
                                 })
                  .ok());
  return out;
}

RecordId CountyTest::CountyTask(const std::string& number, UnitId lead, JsonArray assist) {
  return Create("county_clerk", "task",
                {{"number", number},
                 {"name", "农村道路隐患排查"},
                 {"requirement", "逐路段排查"},
                 {"person", "县交通局经办人"},
                 {"region", NumberOf(kCounty)},
                 {"lead_unit", NumberOf(lead)},
                 {"assist_units", std::move(assist)},
                 {"due", "2026-03-31"}});
}

std::int64_t CountyTest::Follow() {
  const Result<std::int64_t> sent = app::RunFollowers(app());
  EXPECT_TRUE(sent.ok()) << testing::Describe(sent.error());
  return sent.ok() ? *sent : -1;
}

void CountyTest::DropCursors() {
  constexpr storage::Statement kDrop{"test.drop_cursors", "DELETE FROM follower_cursor"};
  ASSERT_TRUE(storage::WithTransaction(app().store(), [&](storage::Tx& tx) -> Status {
                TRY(tx.Execute(kDrop, {}));
                return {};
              }).ok());
}

void CountyTest::ExpectVerified() {
  const Result<app::VerifyReport> report = app::Verify(app(), {});
  EXPECT_TRUE(report.ok()) << testing::Describe(report.error());
}

std::int64_t CountyTest::Events() {
  std::int64_t events = 0;
  Result<std::unique_ptr<storage::Tx>> tx = app().store().Begin(storage::Access::kRead);
  for (const JurisdictionId journal : {kCountyJournal, kCloudJournal, kMapleJournal}) {
    events += journal::ReadHead(**tx, journal)->size;
  }
  return events;
}

std::vector<std::string> CountyTest::StepsOf(const registers::Record& record) {
  std::vector<std::string> out;
  for (const rules::Change& change : record.history) {
    if (change.act == rules::Act::kStep) {
      out.push_back(change.clock + "/" + change.step + " " + change.occurred.date().ToString());
    }
  }
  return out;
}

std::string CountyTest::Count(const std::string& indicator, UnitId unit, figure::Axis axis) {
  figure::Query query;
  query.unit = unit;
  query.level = app().directory()->FindUnit(unit)->level;
  query.as_of = app().today();
  query.indicators = {indicator};
  query.axis = axis;
  const Result<std::vector<figure::Figure>> figures = app().Figures(deployment().System(), query);
  EXPECT_TRUE(figures.ok()) << testing::Describe(figures.error());
  return figures.ok() && figures->size() == 1 && figures->front().numerator
             ? figures->front().numerator->ToString()
             : "?";
}

std::string TextOf(const registers::Record& record, const std::string& field) {
  const auto found = record.state.fields.find(field);
  const std::string* text =
      found == record.state.fields.end() ? nullptr : found->second.As<std::string>();
  return text == nullptr ? "" : *text;
}

std::vector<std::string> ProgressOf(const registers::Record& record) {
  std::vector<std::string> out;
  const auto found = record.state.fields.find("progress");
  if (found != record.state.fields.end()) {
    for (const Fields& row : *found->second.As<GroupRows>()) {
      out.push_back(*row.at("done").As<std::string>());
    }
  }
  return out;
}

}  // namespace luoshi
