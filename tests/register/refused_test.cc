// What is refused, by the rules or by the database, leaves no trace and takes nobody with it; a
// full disk loses nothing that was acknowledged; a clock that jumps loses no order.
#include <atomic>
#include <thread>

#include "base/bytes.h"
#include "tests/register/packs.h"
#include "tests/support/county.h"

namespace luoshi {
namespace {

using testing::Describe;

class RefusedTest : public CountyTest {
 protected:
  void SetUp() override {
    CountyTest::SetUp();
    if (!IsSkipped()) {
      const Status enabled =
          app().EnablePack(deployment().System(), {{"pack.yaml", std::string(kWells)}});
      ASSERT_TRUE(enabled.ok()) << Describe(enabled.error());
    }
  }

  registers::RecordCommand NewWell(int number, std::string owner = "王秀英") {
    registers::RecordCommand command;
    command.act = rules::Act::kCreate;
    command.pack = "wells";
    command.jurisdiction = kCloudJournal;
    command.record = WellId(number);
    command.set = {{"number", "P" + std::to_string(number)},
                   {"owner", std::move(owner)},
                   {"village", NumberOf(kEastVillage)},
                   {"working", true}};
    command.origin.command = Uuid::Derived({"new well", std::to_string(number)});
    command.origin.occurred = app().clock().Now();
    return command;
  }
  static RecordId WellId(int number) { return Uuid::Derived({"well", std::to_string(number)}); }
  bool IsThere(int number) {
    return app()
        .FindRecord(deployment().System(), kCloudJournal, WellId(number),
                    registers::Personal::kOpened)
        .ok();
  }
  std::vector<app::GroupResult> Submit(std::vector<app::CommandGroup> groups) {
    return app().Submit(deployment().System(), std::move(groups));
  }
  bool IsPostgres() { return app().store().Kind() == "postgres"; }
  void Run(const std::string& sql) {
    const Status done = storage::WithTransaction(app().store(), [&](storage::Tx& tx) -> Status {
      TRY(tx.Execute({"test", sql}, {}));
      return {};
    });
    ASSERT_TRUE(done.ok()) << Describe(done.error());
  }
  // From now on the database takes no event for which `condition` (of NEW) holds.
  void RefuseEvents(const std::string& condition, const std::string& sqlstate) {
    if (IsPostgres()) {
      Run("CREATE OR REPLACE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
          "IF " +
          condition + " THEN RAISE EXCEPTION 'refused' USING ERRCODE = '" + sqlstate +
          "'; END IF; RETURN NEW; END $$");
      Run("CREATE TRIGGER refuse_one BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION "
          "refuse_one()");
    } else {
      Run("CREATE TRIGGER refuse_one BEFORE INSERT ON event WHEN " + condition +
          " BEGIN SELECT RAISE(ABORT, 'refused'); END");
    }
  }
  void RefuseRecord(const RecordId& record) {
    const std::string hex = ToHex(record.AsBytes());
    RefuseEvents("NEW.record = " + (IsPostgres() ? "'\\x" + hex + "'::bytea" : "x'" + hex + "'"),
                 "23514");
  }
  void TakeAllAgain() {
    Run(IsPostgres() ? "DROP TRIGGER refuse_one ON event" : "DROP TRIGGER refuse_one");
  }
};

TEST_P(RefusedTest, AGroupIsUndoneWhole) {
  registers::RecordCommand change = NewWell(1);
  change.act = rules::Act::kChange;
  change.set = {{"working", false}};
  change.origin.command = Uuid::Derived({"change"});
  registers::RecordCommand same_key = NewWell(2);
  same_key.set["number"] = "P1";
  registers::RecordCommand heir = NewWell(3);  // takes the key that was free again
  heir.set["number"] = "P1";
  const std::vector<app::GroupResult> results =
      Submit({{{NewWell(1), change, same_key}}, {{heir}}, {{NewWell(4), NewWell(4)}}});
  ASSERT_FALSE(results[0].ok());
  EXPECT_EQ(results[0].error().key, "record.key_taken");
  EXPECT_TRUE(results[1].ok()) << Describe(results[1].error());
  ASSERT_TRUE(results[2].ok()) << Describe(results[2].error());
  EXPECT_TRUE(results[2]->back().repeated);
  EXPECT_FALSE(IsThere(1));
  EXPECT_TRUE(IsThere(3));
  EXPECT_EQ(Events(), 2);
  ExpectVerified();
}

TEST_P(RefusedTest, AKeyThatWasGivenUpIsTakenInTheSameBatch) {
  ASSERT_TRUE(Submit({{{NewWell(1)}}}).front().ok());
  registers::RecordCommand rename = NewWell(1);
  rename.act = rules::Act::kChange;
  rename.set = {{"number", "P9"}};
  rename.origin.command = Uuid::Derived({"rename"});
  registers::RecordCommand heir = NewWell(2);
  heir.set["number"] = "P1";
  registers::RecordCommand late = NewWell(3);
  late.set["number"] = "P1";
  const std::vector<app::GroupResult> results = Submit({{{rename}}, {{heir}}, {{late}}});
  EXPECT_TRUE(results[0].ok());
  EXPECT_TRUE(results[1].ok()) << Describe(results[1].error());
  ASSERT_FALSE(results[2].ok());
  EXPECT_EQ(results[2].error().key, "record.key_taken");
  ExpectVerified();
}

TEST_P(RefusedTest, WhatTheJournalCannotHoldIsRefusedAndTheRestGoesOn) {
  registers::RecordCommand early = NewWell(1);
  early.origin.occurred = DateTime{INT64_MIN};
  registers::RecordCommand long_name = NewWell(2);
  long_name.origin.on_behalf_of = OnBehalfOf{std::string(4'000'000, 'x'), EntryWay::kPhone};
  const std::vector<app::GroupResult> results = Submit({{{early}}, {{long_name}}, {{NewWell(3)}}});
  ASSERT_FALSE(results[0].ok());
  EXPECT_EQ(results[0].error().key, "journal.event_malformed");
  ASSERT_FALSE(results[1].ok());
  EXPECT_EQ(results[1].error().key, "journal.event_too_large");
  EXPECT_TRUE(results[2].ok()) << Describe(results[2].error());
  ExpectVerified();
}

TEST_P(RefusedTest, ByTheDatabaseAloneNotWithTheRestOfTheJob) {
  RefuseRecord(WellId(7));
  std::vector<app::CommandGroup> groups;
  for (int i = 0; i < 20; ++i) {
    groups.push_back({{NewWell(i)}});
  }
  const std::vector<app::GroupResult> results = Submit(groups);
  for (int i = 0; i < 20; ++i) {
    const app::GroupResult& result = results[static_cast<std::size_t>(i)];
    EXPECT_EQ(result.ok(), i != 7) << i;
    EXPECT_EQ(IsThere(i), i != 7) << i;
  }
  EXPECT_EQ(results[7].error().code, ErrorCode::kInternal);
  EXPECT_EQ(Events(), 19);
  ExpectVerified();
  TakeAllAgain();
  for (const app::GroupResult& result : Submit(groups)) {
    EXPECT_TRUE(result.ok()) << Describe(result.error());
  }
  EXPECT_EQ(Events(), 20);
  ExpectVerified();
}

TEST_P(RefusedTest, ByTheDatabaseNobodyElseOfTheBatchIsHurt) {
  RefuseRecord(WellId(7));
  constexpr int kSenders = 8;
  std::atomic<int> refused = 0;
  std::vector<std::thread> senders;
  for (int sender = 0; sender < kSenders; ++sender) {
    senders.emplace_back([this, sender, &refused] {
      for (int i = sender; i < 5 * kSenders; i += kSenders) {
        refused += Submit({{{NewWell(i)}}}).front().ok() ? 0 : 1;
      }
    });
  }
  for (std::thread& sender : senders) {
    sender.join();
  }
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(Events(), 5 * kSenders - 1);
  EXPECT_FALSE(IsThere(7));
  ExpectVerified();
}

TEST_P(RefusedTest, OnAFullDiskNothingAcknowledgedIsLostAndItGoesOnWhenThereIsRoom) {
  std::set<int> acknowledged;
  int full = 0;
  const auto send = [&](int first, int count) {
    for (int i = first; i < first + count; i += 5) {
      std::vector<app::CommandGroup> groups;
      for (int at = i; at < i + 5; ++at) {
        groups.push_back({{NewWell(at, std::string(2'000, 'n'))}});
      }
      const std::vector<app::GroupResult> results = Submit(groups);
      for (std::size_t at = 0; at < results.size(); ++at) {
        if (results[at].ok()) {
          acknowledged.insert(i + static_cast<int>(at));
        } else {
          ++full;
          EXPECT_EQ(results[at].error().key, "storage.full") << Describe(results[at].error());
          EXPECT_EQ(results[at].error().code, ErrorCode::kUnavailable);
        }
      }
    }
  };
  send(0, 10);
  ASSERT_EQ(full, 0);
  // SQLite meets its own limit of pages; PostgreSQL is made to say what a full disk makes it say.
  if (IsPostgres()) {
    RefuseEvents("NEW.position >= 23", "53100");
  } else {
    std::int64_t pages = 0;
    {
      const auto tx = app().store().Begin(storage::Access::kRead);
      ASSERT_TRUE((*tx)
                      ->Query({"pages", "PRAGMA page_count"}, {},
                              [&](const storage::Row& row) -> Status {
                                pages = row.Int(0);
                                return {};
                              })
                      .ok());
    }
    const Status limited = storage::WithTransaction(app().store(), [&](storage::Tx& tx) {
      return tx.Query({"limit", "PRAGMA max_page_count = " + std::to_string(pages + 40)}, {},
                      [](const storage::Row&) -> Status { return {}; });
    });
    ASSERT_TRUE(limited.ok()) << Describe(limited.error());
  }
  send(10, 60);
  EXPECT_GT(full, 0);
  EXPECT_GT(acknowledged.size(), 10U);
  for (int i = 0; i < 70; ++i) {
    EXPECT_EQ(IsThere(i), acknowledged.count(i) > 0) << i;
  }
  EXPECT_EQ(Events(), static_cast<std::int64_t>(acknowledged.size()));
  ExpectVerified();
  if (IsPostgres()) {
    TakeAllAgain();
  } else {
    ASSERT_TRUE(storage::WithTransaction(app().store(), [&](storage::Tx& tx) {
                  return tx.Query({"limit", "PRAGMA max_page_count = 1000000"}, {},
                                  [](const storage::Row&) -> Status { return {}; });
                }).ok());
  }
  full = 0;
  send(0, 70);
  EXPECT_EQ(full, 0);
  EXPECT_EQ(Events(), 70);
  ExpectVerified();
}

TEST_P(RefusedTest, AClockThatJumpsKeepsTheOrderOfTheJournal) {
  const auto change = [&](int number, const char* field, Json value) {
    registers::RecordCommand command = NewWell(1);
    command.act = rules::Act::kChange;
    command.set = {{field, std::move(value)}};
    command.origin.command = Uuid::Derived({"jump", std::to_string(number)});
    command.origin.occurred = app().clock().Now();
    return Submit({{{command}}}).front();
  };
  ASSERT_TRUE(Submit({{{NewWell(1)}}}).front().ok());
  At("2026-03-20T09:00:00+08:00");  // forward, by mistake
  ASSERT_TRUE(change(1, "working", false).ok());
  At("2026-03-03T09:00:00+08:00");  // and back
  ASSERT_TRUE(change(2, "working", true).ok());
  ASSERT_TRUE(change(3, "owner", "王秀").ok());
  // what will only happen is refused by the clock as it stands now
  registers::RecordCommand ahead = NewWell(1);
  ahead.act = rules::Act::kChange;
  ahead.set = {{"working", false}};
  ahead.origin.command = Uuid::Derived({"ahead"});
  ahead.origin.occurred = *DateTime::Parse("2026-03-03T09:06:00+08:00");
  const app::GroupResult future = Submit({{{ahead}}}).front();
  ASSERT_FALSE(future.ok());
  EXPECT_EQ(future.error().key, "command.in_future");

  const registers::Record record = Load(kCloudJournal, WellId(1));
  ASSERT_EQ(record.history.size(), 4U);
  DateTime last;
  const auto tx = app().store().Begin(storage::Access::kRead);
  EXPECT_TRUE(journal::ReadRecordEvents(**tx, kCloudJournal, WellId(1), {},
                                        [&](const Event& event) -> Status {
                                          EXPECT_LE(last, event.recorded);  // never backwards
                                          last = event.recorded;
                                          return {};
                                        })
                  .ok());
  // the later of two changes of one field wins, though its clock said an earlier day
  EXPECT_EQ(record.state.fields.at("working"), Value(true));
  EXPECT_EQ(record.history[2].counts_on.ToString(), "2026-03-20");
  EXPECT_EQ(record.history[3].counts_on.ToString(), "2026-03-03");
  ExpectVerified();
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         RefusedTest,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi
