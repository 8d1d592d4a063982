// What a database refuses comes back as one of five errors, and leaves the store usable.
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <thread>

#include "storage_sqlite/sqlite_store.h"
#include "tests/conformance/rows.h"

namespace luoshi::testing {
namespace {

using storage::Access;
using storage::Blob;
using storage::Number;
using storage::Row;
using storage::Text;
using storage::Tx;

TEST_P(StorageConformance, ATakenKeyIsAConflict) {
  ASSERT_TRUE(ExecuteIn(store(), kPutMeta, {Text("a"), Text("1")}).ok());
  const auto again = ExecuteIn(store(), kPutMeta, {Text("a"), Text("2")});
  ASSERT_EQ(KeyOf(again), "storage.duplicate");
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_NE(again.error().detail.find("meta.put"), std::string::npos);

  // a unique index besides the primary key
  const auto event = [&](std::int64_t position) {
    return ExecuteIn(store(), kPutEvent,
                     {Number(1), Number(position), Blob("same"), Blob("r"), Blob("")});
  };
  EXPECT_TRUE(event(0).ok());
  EXPECT_EQ(KeyOf(event(1)), "storage.duplicate");
}

TEST_P(StorageConformance, NoValueOfARowIsInTheDetailOfAnError) {
  const auto put = [&] {
    return ExecuteIn(store(), kPutMeta, {Text("510502199001011234"), Text("1")});
  };
  ASSERT_TRUE(put().ok());
  const auto again = put();
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().detail.find("510502199001011234"), std::string::npos)
      << again.error().detail;
}

TEST_P(StorageConformance, ABrokenStatementIsInternal) {
  const auto broken = ExecuteIn(store(), {"broken", "SELEKT 1"}, {});
  ASSERT_EQ(KeyOf(broken), "storage.failed");
  EXPECT_EQ(broken.error().code, ErrorCode::kInternal);
  EXPECT_EQ(KeyOf(ExecuteIn(store(), {"no.table", "DELETE FROM nowhere"}, {})), "storage.failed");
  EXPECT_EQ(KeyOf(ExecuteIn(store(), kPutMeta, {Text("a"), nullptr})), "storage.failed");
}

TEST_P(StorageConformance, AfterAFailedStatementEverythingFailsUntilTheRollback) {
  ASSERT_TRUE(ExecuteIn(store(), kPutMeta, {Text("a"), Text("1")}).ok());
  {
    const auto tx = BeginOrDie(store(), Access::kWrite);
    ASSERT_TRUE(tx->Execute(kPutMeta, {Text("b"), Text("1")}).ok());
    EXPECT_EQ(KeyOf(tx->Execute(kPutMeta, {Text("a"), Text("1")})), "storage.duplicate");
    EXPECT_EQ(KeyOf(tx->Execute(kPutMeta, {Text("c"), Text("1")})), "storage.failed");
    const auto ignore = [](const Row&) -> Status { return {}; };
    EXPECT_EQ(KeyOf(tx->Query(kMetaNames, {}, ignore)), "storage.failed");
    const std::vector<storage::Param> rows = {Text("d"), Text("1")};
    EXPECT_EQ(KeyOf(tx->ExecuteMany(kPutMeta, 2, rows)), "storage.failed");
    EXPECT_EQ(KeyOf(tx->Commit()), "storage.failed");
  }
  EXPECT_EQ(NumberIn(store(), kCountMeta), 1);
  EXPECT_TRUE(ExecuteIn(store(), kPutMeta, {Text("b"), Text("1")}).ok());
}

TEST_P(StorageConformance, AWrongNumberOfParametersIsADefect) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  EXPECT_THROW((void)tx->Execute(kPutMeta, {Text("a")}).ok(), BugError);
  EXPECT_THROW((void)tx->Execute(kPutMeta, {Text("a"), Text("b"), Text("c")}).ok(), BugError);
  EXPECT_EQ(NumberIn(store(), kCountMeta), 0);
}

// ---- a full disk

// Files of this process may not grow beyond `bytes` while it lives; root is held to it too.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);  // so that the write fails instead
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit now = before_;
    now.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_P(StorageConformance, AFullDiskLosesNothingAndIsOverWhenThereIsSpace) {
  if (GetParam() == StoreKind::kPostgres) {
    GTEST_SKIP() << "the server's disk is not this process's to fill; see the next test";
  }
  const std::string content(10'000, 'x');
  std::int64_t written = 0;
  const auto put = [&] {
    const std::string id = std::to_string(written);
    return ExecuteIn(store(), kPutEvent,
                     {Number(1), Number(written), Blob(id), Blob(id), Blob(content)});
  };
  {
    const FileSizeLimit limit(2 << 20);
    while (written < 1'000) {
      const auto done = put();
      if (!done.ok()) {
        EXPECT_EQ(done.error().key, "storage.full") << done.error().detail;
        EXPECT_EQ(done.error().code, ErrorCode::kUnavailable);
        break;
      }
      ++written;
    }
    EXPECT_GT(written, 10);
    EXPECT_LT(written, 1'000);
    EXPECT_EQ(KeyOf(put()), "storage.full");  // and it stays so
    EXPECT_EQ(NumberIn(store(), kCountEvents), written);
  }
  EXPECT_TRUE(put().ok());
  EXPECT_EQ(NumberIn(store(), kCountEvents), written + 1);
  if (GetParam() == StoreKind::kSqliteFile) {
    Reopen();
    EXPECT_EQ(NumberIn(store(), kCountEvents), written + 1);
  }
}

TEST_P(StorageConformance, TheDatabasesOwnWordForFullIsUnderstood) {
  if (GetParam() == StoreKind::kPostgres) {
    const auto raised = ExecuteIn(
        store(), {"full", "DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$"},
        {});
    EXPECT_EQ(KeyOf(raised), "storage.full");
    return;
  }
  const std::string content(1 << 20, 'x');
  const auto tx = BeginOrDie(store(), Access::kWrite);
  EXPECT_GT(NumberOf(*tx, {"limit", "PRAGMA max_page_count = 100"}), 0);
  EXPECT_EQ(
      KeyOf(tx->Execute(kPutEvent, {Number(1), Number(1), Blob("c"), Blob("r"), Blob(content)})),
      "storage.full");
}

// ---- busy and gone

TEST_P(StorageConformance, TwoWhoWaitForEachOtherAreToldToTryAgain) {
  if (GetParam() != StoreKind::kPostgres) {
    GTEST_SKIP() << "one writer at a time: nobody waits for another's rows";
  }
  ASSERT_TRUE(ExecuteIn(store(), kAddToTally, {Number(1), Number(0)}).ok());
  ASSERT_TRUE(ExecuteIn(store(), kAddToTally, {Number(2), Number(0)}).ok());
  const auto first = BeginOrDie(store(), Access::kWrite);
  const auto second = BeginOrDie(store(), Access::kWrite);
  ASSERT_TRUE(first->Execute(kAddToTally, {Number(1), Number(1)}).ok());
  ASSERT_TRUE(second->Execute(kAddToTally, {Number(2), Number(1)}).ok());
  Result<std::int64_t> crossed = 0;
  std::thread other([&] { crossed = second->Execute(kAddToTally, {Number(1), Number(1)}); });
  const Result<std::int64_t> mine = first->Execute(kAddToTally, {Number(2), Number(1)});
  if (!mine.ok()) {
    EXPECT_EQ(mine.error().key, "storage.busy");
    EXPECT_FALSE(first->Commit().ok());  // lets go of its rows, so that the other can end
  } else {
    EXPECT_TRUE(first->Commit().ok());
  }
  other.join();
  EXPECT_NE(mine.ok(), crossed.ok());
  EXPECT_TRUE(crossed.ok() || crossed.error().key == "storage.busy");
}

TEST_P(StorageConformance, ALostConnectionIsUnreachableAndTheNextTransactionFindsANewOne) {
  if (GetParam() != StoreKind::kPostgres) {
    GTEST_SKIP() << "a file has no connection to lose";
  }
  constexpr storage::Statement kWho = {"who", "SELECT pg_backend_pid()"};
  constexpr storage::Statement kEnd = {"end", "SELECT pg_terminate_backend(CAST(?1 AS INTEGER))"};
  {
    const auto victim = BeginOrDie(store(), Access::kWrite);
    const std::int64_t pid = NumberOf(*victim, kWho);
    ASSERT_EQ(NumberIn(store(), kEnd, {Number(pid)}), 1);
    const auto put = victim->Execute(kPutMeta, {Text("a"), Text("1")});
    ASSERT_EQ(KeyOf(put), "storage.unreachable") << put.error().detail;
    EXPECT_EQ(KeyOf(victim->Commit()), "storage.failed");
  }
  {
    const auto victim = BeginOrDie(store(), Access::kWrite);
    const std::int64_t pid = NumberOf(*victim, kWho);
    ASSERT_EQ(NumberIn(store(), kEnd, {Number(pid)}), 1);
    const std::vector<storage::Param> rows(4'000, Text("a"));
    EXPECT_EQ(KeyOf(victim->ExecuteMany(kPutMeta, 2, rows)), "storage.unreachable");
  }
  // One that was lost while nobody used it is replaced without anybody noticing.
  const auto killer = BeginOrDie(store(), Access::kRead);
  {
    const auto idle = BeginOrDie(store(), Access::kRead);
    const std::int64_t pid = NumberOf(*idle, kWho);
    ASSERT_TRUE(idle->Commit().ok());
    ASSERT_EQ(NumberOf(*killer, kEnd, {Number(pid)}), 1);
  }
  EXPECT_TRUE(ExecuteIn(store(), kPutMeta, {Text("a"), Text("1")}).ok());
  EXPECT_EQ(NumberIn(store(), kCountMeta), 1);
}

}  // namespace
}  // namespace luoshi::testing
