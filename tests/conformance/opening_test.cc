// Opening: migrations, databases of another version, backups.
#include <latch>
#include <sys/stat.h>
#include <thread>

#include "host/files.h"
#include "storage/schema.h"
#include "storage_sqlite/sqlite_store.h"
#include "tests/conformance/rows.h"
#include "tests/support/temporary_folder.h"

namespace luoshi::testing {
namespace {

using storage::Access;
using storage::Row;
using storage::Text;
using storage::Tx;

class Opening : public StoreTest {
 protected:
  // sqlite_memory is a new database each time.
  bool CanReopen() const { return GetParam() != StoreKind::kSqliteMemory; }
  std::string KeyOfReopening() {
    Close();
    return KeyOf(OpenPlace(place()));
  }
};

TEST_P(Opening, EveryMigrationIsNotedOnceWithItsHash) {
  constexpr storage::Statement kCount = {"migration.count", "SELECT COUNT(*) FROM migration"};
  const auto known = static_cast<std::int64_t>(storage::Migrations().size());
  EXPECT_EQ(NumberIn(store(), kCount), known);
  if (CanReopen()) {
    Reopen();
    EXPECT_EQ(NumberIn(store(), kCount), known);
  }
}

TEST_P(Opening, ADatabaseFromANewerProgramIsRefusedAndLeftAlone) {
  if (!CanReopen()) {
    GTEST_SKIP() << "gone when closed";
  }
  ASSERT_TRUE(ExecuteIn(store(), {"note", "INSERT INTO migration (name, hash) VALUES (?1, ?2)"},
                        {Text("9999_later"), storage::Blob("h")})
                  .ok());
  EXPECT_EQ(KeyOfReopening(), "storage.schema_mismatch");
  EXPECT_EQ(KeyOfReopening(), "storage.schema_mismatch");
}

TEST_P(Opening, ADatabaseMadeByAnotherTextIsRefused) {
  if (!CanReopen()) {
    GTEST_SKIP() << "gone when closed";
  }
  ASSERT_TRUE(ExecuteIn(store(), {"note", "UPDATE migration SET hash = ?1 WHERE name = ?2"},
                        {storage::Blob("other"), Text(storage::Migrations()[0].name)})
                  .ok());
  EXPECT_EQ(KeyOfReopening(), "storage.schema_mismatch");
}

TEST_P(Opening, TwoMayOpenANewDatabaseAtOnce) {
  if (!CanReopen()) {
    GTEST_SKIP() << "nobody else sees it";
  }
  const Result<StorePlace> fresh = FreshPlace(GetParam());
  ASSERT_TRUE(fresh.ok());
  constexpr int kOpeners = 4;
  std::latch start(kOpeners);
  std::vector<std::thread> openers;
  for (int i = 0; i < kOpeners; ++i) {
    openers.emplace_back([&] {
      start.arrive_and_wait();
      const auto opened = OpenPlace(*fresh);
      EXPECT_TRUE(opened.ok()) << opened.error().detail;
    });
  }
  for (std::thread& opener : openers) {
    opener.join();
  }
}

TEST_P(Opening, WhatWasCommittedIsThereAfterReopening) {
  if (!CanReopen()) {
    GTEST_SKIP() << "gone when closed";
  }
  ASSERT_TRUE(ExecuteIn(store(), kPutMeta, {Text("a"), Text("1")}).ok());
  Reopen();
  EXPECT_EQ(NumberIn(store(), kCountMeta), 1);
}

TEST_P(Opening, ABackupHoldsOneMomentAndOpensAsAStore) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/backup.sqlite";
  ASSERT_TRUE(ExecuteIn(store(), kPutMeta, {Text("a"), Text("1")}).ok());
  if (GetParam() == StoreKind::kPostgres) {
    EXPECT_EQ(KeyOf(store().BackUpTo(path)), "storage.backup_elsewhere");
    return;
  }
  const auto writing = BeginOrDie(store(), Access::kWrite);  // does not keep a backup from running
  ASSERT_TRUE(writing->Execute(kPutMeta, {Text("b"), Text("1")}).ok());
  ASSERT_TRUE(store().BackUpTo(path).ok());
  ASSERT_TRUE(writing->Commit().ok());
  {
    const auto copy = storage_sqlite::OpenSqlite(path);
    ASSERT_TRUE(copy.ok()) << copy.error().detail;
    EXPECT_EQ(NumberIn(**copy, kCountMeta), 1);
  }
  ASSERT_TRUE(store().BackUpTo(path).ok());  // the newer one takes its place
  const auto copy = storage_sqlite::OpenSqlite(path);
  ASSERT_TRUE(copy.ok());
  EXPECT_EQ(NumberIn(**copy, kCountMeta), 2);
  EXPECT_FALSE(FileExists(path + ".new"));
}

TEST_P(Opening, ABackupThatCannotBeWrittenSaysSo) {
  if (GetParam() == StoreKind::kPostgres) {
    GTEST_SKIP() << "has its own tools";
  }
  const TemporaryFolder folder;
  EXPECT_EQ(KeyOf(store().BackUpTo(folder.path() + "/none/backup.sqlite")), "file.unwritable");
}

LUOSHI_FOR_ALL_STORES(Opening);

TEST(OpenSqlite, MakesAFileThatOnlyItsOwnerReads) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/store.sqlite";
  const auto opened = storage_sqlite::OpenSqlite(path);
  ASSERT_TRUE(opened.ok());
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat about {};
    ASSERT_EQ(::stat((path + suffix).c_str(), &about), 0) << suffix;
    EXPECT_EQ(about.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST(OpenSqlite, RefusesWhatIsNoDatabaseOrNotThere) {
  const TemporaryFolder folder;
  EXPECT_EQ(KeyOf(storage_sqlite::OpenSqlite(folder.path() + "/none/store.sqlite")),
            "storage.unreachable");
  const std::string path = folder.path() + "/text";
  ASSERT_TRUE(WriteFile(path, std::string(10'000, 'x')).ok());
  EXPECT_EQ(KeyOf(storage_sqlite::OpenSqlite(path)), "storage.failed");
  EXPECT_EQ(*ReadFile(path), std::string(10'000, 'x'));
}

TEST(OpenSqlite, AMemoryDatabaseIsNobodyElses) {
  const auto one = storage_sqlite::OpenSqlite(":memory:");
  const auto other = storage_sqlite::OpenSqlite(":memory:");
  ASSERT_TRUE(one.ok() && other.ok());
  ASSERT_TRUE(ExecuteIn(**one, kPutMeta, {Text("a"), Text("1")}).ok());
  EXPECT_EQ(NumberIn(**other, kCountMeta), 0);
}

}  // namespace
}  // namespace luoshi::testing
