// What is stored of a record: who reported is sealed, and what cannot be read says so.
#include "storage/event_table.h"
#include "storage/record_table.h"
#include "tests/support/county.h"

namespace luoshi {
namespace {

using testing::Describe;

class StoredTest : public CountyTest {
 protected:
  RecordId Person(const std::string& number) {
    return Create("east_secretary", "person",
                  {{"number", number},
                   {"name", "王秀英"},
                   {"village", NumberOf(kEastVillage)},
                   {"resident", true}});
  }
  void Report(const RecordId& record, const std::string& reporter, JsonObject set) {
    registers::RecordCommand command = On(Load(kCloudJournal, record), rules::Act::kChange);
    command.set = std::move(set);
    const access::Scope scope = As("east_secretary");
    command.origin = app().NewOrigin(scope);
    command.origin.on_behalf_of = OnBehalfOf{reporter, EntryWay::kPhone};
    const Result<registers::Applied> came = app().SubmitOne(scope, command);
    ASSERT_TRUE(came.ok()) << Describe(came.error());
  }
  // Everything that is stored of the journal's events and records, in one text.
  std::string Everything() {
    std::string out;
    const auto tx = app().store().Begin(storage::Access::kRead);
    EXPECT_TRUE(storage::ScanEvents(**tx, kCloudJournal, 0, INT64_MAX,
                                    [&](const storage::EventRow& row) -> Status {
                                      out += row.content;
                                      return {};
                                    })
                    .ok());
    EXPECT_TRUE(
        storage::ScanRecords(**tx, kCloudJournal, [&](const storage::RecordRow& row) -> Status {
          out += row.fields + row.history + row.sealed;
          return {};
        }).ok());
    return out;
  }
  void Run(const std::string& sql) {
    const Status done = storage::WithTransaction(app().store(), [&](storage::Tx& tx) -> Status {
      TRY(tx.Execute({"test", sql}, {}));
      return {};
    });
    ASSERT_TRUE(done.ok()) << Describe(done.error());
  }
};

TEST_P(StoredTest, WhoReportedStandsNowhereInTheClear) {
  const RecordId person = Person("1");
  Report(person, "李会计", {{"resident", false}});
  EXPECT_EQ(Everything().find("李会计"), std::string::npos);
  const registers::Record record = Load(kCloudJournal, person);
  EXPECT_EQ(record.history.back().reporter, "李会计");
  EXPECT_EQ(record.state.handlers, (std::vector<std::string>{"east_secretary", "李会计"}));
  const Result<registers::Record> closed =
      app().FindRecord(deployment().System(), kCloudJournal, person, registers::Personal::kClosed);
  ASSERT_TRUE(closed.ok());
  EXPECT_EQ(closed->history.back().reporter, "");
  ExpectVerified();
}

TEST_P(StoredTest, ErasingTheRecordErasesWhoReported) {
  const RecordId person = Person("1");
  Report(person, "李会计", {{"resident", false}});
  const Status erased = app::Erase(app(), As("administrator"), person, "本人申请");
  ASSERT_TRUE(erased.ok()) << Describe(erased.error());
  const registers::Record record = Load(kCloudJournal, person);
  EXPECT_EQ(record.history.back().reporter, "");
  EXPECT_EQ(record.history.size(), 2U);
  const auto tx = app().store().Begin(storage::Access::kRead);
  EXPECT_TRUE(journal::ReadRecordEvents(**tx, kCloudJournal, person, {.keyring = &app().keyring()},
                                        [&](const Event& event) -> Status {
                                          EXPECT_TRUE(event.personal.empty());
                                          return {};
                                        })
                  .ok());
  ExpectVerified();
  // and nobody is written down any more
  registers::RecordCommand again = On(record, rules::Act::kChange);
  again.set = {{"resident", true}};
  const access::Scope scope = As("east_secretary");
  again.origin = app().NewOrigin(scope);
  again.origin.on_behalf_of = OnBehalfOf{"赵六", EntryWay::kPaper};
  const Result<registers::Applied> came = app().SubmitOne(scope, again);
  ASSERT_FALSE(came.ok());
  EXPECT_EQ(came.error().key, "journal.record_erased");
}

TEST_P(StoredTest, AReportedRecordWithoutPersonalFieldsIsSealedAllTheSame) {
  const RecordId task = CountyTask("1", kCountyOffice, {});
  registers::RecordCommand command = On(Load(kCountyJournal, task), rules::Act::kChange);
  command.set = {{"duty", "牵头"}};
  const access::Scope scope = As("county_clerk");
  for (const char* who : {"李会计", "赵六"}) {
    command.origin = app().NewOrigin(scope);
    command.origin.on_behalf_of = OnBehalfOf{who, EntryWay::kOral};
    ASSERT_TRUE(app().SubmitOne(scope, command).ok());
  }
  EXPECT_EQ(Load(kCountyJournal, task).state.handlers,
            (std::vector<std::string>{"county_clerk", "李会计", "赵六"}));
  ExpectVerified();
}

TEST_P(StoredTest, BrokenStoredJsonIsDamageThatNamesRegisterAndRecord) {
  const RecordId person = Person("1");
  const std::string where = " WHERE jurisdiction = 2 AND pack = 'person'";
  const auto tx_row = [&] {
    const auto tx = app().store().Begin(storage::Access::kRead);
    return *storage::GetRecord(**tx, kCloudJournal, person).value();
  };
  const storage::RecordRow row = tx_row();
  const auto expect_damaged = [&](const std::string& how) {
    const Result<registers::Record> found = app().FindRecord(deployment().System(), kCloudJournal,
                                                             person, registers::Personal::kOpened);
    ASSERT_FALSE(found.ok()) << how;
    EXPECT_EQ(found.error().key, "record.damaged") << how;
    EXPECT_EQ(found.error().code, ErrorCode::kInternal) << how;
    const std::string said = Describe(found.error());
    EXPECT_NE(said.find(person.ToString()), std::string::npos) << said;
    EXPECT_NE(said.find(app().directory()->FindPack("person")->title.zh), std::string::npos)
        << said;
    const Result<app::VerifyReport> report = app::Verify(app(), {});
    ASSERT_FALSE(report.ok()) << how;
    EXPECT_NE(Describe(report.error()).find(person.ToString()), std::string::npos)
        << Describe(report.error());
  };
  for (const char* broken : {"[", "{}", "[1]", "[{}]", "", "[{\"act\":\"dance\"}]"}) {
    Run("UPDATE record SET history = '" + std::string(broken) + "'" + where);
    expect_damaged(broken);
  }
  std::string history = row.history;
  ASSERT_EQ(history.find('\''), std::string::npos);
  Run("UPDATE record SET history = '" + history + "'" + where);
  ExpectVerified();
  const std::string bytes = app().store().Kind() == "postgres" ? "'\\x00'::bytea" : "x'00'";
  Run("UPDATE record SET sealed = " + bytes + where);
  expect_damaged("sealed");
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         StoredTest,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi
