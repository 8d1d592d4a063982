// Erasing a person: the key, the lookups and the sealed part go; figures, replay and proofs stay.
#include "app/backup.h"
#include "host/files.h"
#include "storage/record_table.h"
#include "tests/support/county.h"

namespace luoshi {
namespace {

constexpr std::string_view kIdNumber = "990101196503072315";

class EraseTest : public CountyTest {
 protected:
  static std::string CitizenId() {
    constexpr int kWeights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    std::string id(kIdNumber.substr(0, 17));
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) {
      sum += (id[i] - '0') * kWeights[i];
    }
    return id + "10X98765432"[sum % 11];
  }
  RecordId Person() {
    return Create("east_secretary", "person",
                  {{"number", "0001"},
                   {"name", "王秀英"},
                   {"id_number", CitizenId()},
                   {"phone", "13800000000"},
                   {"village", NumberOf(kEastVillage)},
                   {"resident", true}});
  }
  std::int64_t Lookups() {
    std::int64_t count = 0;
    Result<std::unique_ptr<storage::Tx>> tx = app().store().Begin(storage::Access::kRead);
    EXPECT_TRUE(
        storage::ScanLookups(**tx, kCloudJournal, [&](const storage::Lookup& lookup) -> Status {
          // a clear choice stays, as the record does
          count += lookup.field == "sex" ? 0 : 1;
          return {};
        }).ok());
    return count;
  }
  std::string Sealed(const RecordId& record) {
    Result<std::unique_ptr<storage::Tx>> tx = app().store().Begin(storage::Access::kRead);
    return storage::GetRecord(**tx, kCloudJournal, record).value()->sealed;
  }
};

TEST_P(EraseTest, TakesWhatIsPersonalAndLeavesFiguresReplayAndProofs) {
  const RecordId person = Person();
  const std::int64_t events = Events();
  EXPECT_EQ(Count("person.population", kCounty, figure::Axis::kRegion), "1");
  EXPECT_GT(Lookups(), 0);
  ASSERT_TRUE(app::Erase(app(), As("administrator"), person, "本人申请删除").ok());

  const registers::Record erased = Load(kCloudJournal, person);
  EXPECT_TRUE(erased.erased);
  EXPECT_EQ(TextOf(erased, "name"), "");
  EXPECT_EQ(TextOf(erased, "number"), "0001");
  EXPECT_EQ(*erased.state.fields.at("birth_year").As<std::int64_t>(), 1965);
  EXPECT_EQ(Sealed(person), "");
  EXPECT_EQ(Lookups(), 0);
  EXPECT_EQ(app().keyring().Erasures().value(), std::vector<Uuid>{person});
  EXPECT_EQ(Count("person.population", kCounty, figure::Axis::kRegion), "1");
  EXPECT_EQ(Events(), events);
  ExpectVerified();

  ASSERT_TRUE(app::Erase(app(), As("administrator"), person, "本人申请删除").ok());
  DropCursors();
  EXPECT_EQ(Follow(), 0);
  EXPECT_EQ(app().keyring().Erasures()->size(), 1U);
  ExpectVerified();
}

TEST_P(EraseTest, LetsTheClearPartOfTheRecordGoOn) {
  const RecordId person = Person();
  ASSERT_TRUE(app::Erase(app(), As("administrator"), person, "本人申请删除").ok());
  registers::RecordCommand change = On(Load(kCloudJournal, person), rules::Act::kChange);
  change.set["resident"] = false;
  Do("east_secretary", change);
  const registers::Record after = Load(kCloudJournal, person);
  EXPECT_EQ(*after.state.fields.at("birth_year").As<std::int64_t>(), 1965);  // it still counts so
  change.set["phone"] = "13900000000";
  const Result<registers::Applied> personal = Try("east_secretary", change);
  ASSERT_FALSE(personal.ok());
  EXPECT_EQ(personal.error().key, "journal.record_erased");
  EXPECT_EQ(Person() == person, false);  // the same person may be entered anew
  ExpectVerified();
}

TEST_P(EraseTest, IsForAdministratorsAndHasABasis) {
  const RecordId person = Person();
  EXPECT_EQ(app::Erase(app(), As("east_secretary"), person, "删除").error().key,
            "access.administer");
  EXPECT_EQ(app::Erase(app(), As("administrator"), person, "").error().key, "field.required");
  EXPECT_EQ(app::Erase(app(), As("administrator"), Uuid::Derived({"nobody"}), "删除").error().key,
            "record.missing");
  EXPECT_TRUE(app().keyring().Erasures()->empty());
  EXPECT_NE(Sealed(person), "");
}

// The root event is durable, what follows it is not done yet: the next run does it.
TEST_P(EraseTest, IsFinishedByTheFollowerAfterACrash) {
  const RecordId person = Person();
  ASSERT_TRUE(app().keyring().NoteErasure(person).ok());
  ASSERT_TRUE(deployment()
                  .Root("erasure.add", {{"record", person.ToString()}, {"basis", "本人申请删除"}})
                  .ok());
  EXPECT_NE(Sealed(person), "");
  ASSERT_TRUE(deployment().Reopen().ok());
  EXPECT_EQ(Follow(), 0);  // no commands: only things taken away
  EXPECT_EQ(Sealed(person), "");
  EXPECT_EQ(Lookups(), 0);
  ExpectVerified();
}

// A database from before the erasure comes back; the list beside the keys is from after it.
TEST_P(EraseTest, IsDoneAgainWhenAnOlderDatabaseIsRestored) {
  if (GetParam() != testing::StoreKind::kSqliteFile) {
    GTEST_SKIP() << "PostgreSQL is backed up by its own tools";
  }
  const RecordId person = Person();
  testing::TemporaryFolder backup;
  const std::string data = backup.path() + "/data";
  const std::string keys = backup.path() + "/keys";
  ASSERT_TRUE(app::BackUp(app(), data, keys).ok());
  ASSERT_TRUE(app::Erase(app(), As("administrator"), person, "本人申请删除").ok());

  testing::TemporaryFolder elsewhere;
  const std::string folder = elsewhere.path() + "/restored";
  SystemRandom random;
  // luoshi.json of the test names its database by an absolute path: the copy's stands beside it
  ASSERT_TRUE(
      WriteFile(data + "/luoshi.json",
                R"({"format":1,"store":"sqlite:luoshi.db","clock":"2026-03-02T09:00:00+08:00"})")
          .ok());
  const Status restored =
      app::Restore(folder, data, deployment().folder() + "/keys", testing::AnyStore(), random);
  ASSERT_TRUE(restored.ok()) << testing::Describe(restored.error());
  const auto again = app::App::Open(folder, testing::AnyStore(), random);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE((*again)->directory()->IsErased(person));
  const auto record = (*again)->FindRecord((*again)->SystemScope("test"), kCloudJournal, person,
                                           registers::Personal::kOpened);
  ASSERT_TRUE(record.ok());
  EXPECT_TRUE(record->erased);
  EXPECT_EQ(TextOf(*record, "name"), "");
  EXPECT_TRUE(app::Verify(**again, {}).ok());
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         EraseTest,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi
