// Commit, rollback, snapshots, and who wins when two write.
#include <atomic>
#include <latch>
#include <thread>

#include "tests/conformance/rows.h"

namespace luoshi::testing {
namespace {

using storage::Access;
using storage::Row;
using storage::Text;
using storage::Tx;

TEST_P(StorageConformance, WhatIsCommittedIsSeenByOthers) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  EXPECT_EQ(*tx->Execute(kPutMeta, {Text("a"), Text("1")}), 1);
  EXPECT_EQ(NumberIn(store(), kCountMeta), 0);
  ASSERT_TRUE(tx->Commit().ok());
  EXPECT_EQ(NumberIn(store(), kCountMeta), 1);
}

TEST_P(StorageConformance, RollbackLeavesNothing) {
  {
    const auto tx = BeginOrDie(store(), Access::kWrite);
    ASSERT_TRUE(tx->Execute(kPutMeta, {Text("a"), Text("1")}).ok());
    EXPECT_EQ(NumberOf(*tx, kCountMeta), 1);
  }
  EXPECT_EQ(NumberIn(store(), kCountMeta), 0);
}

TEST_P(StorageConformance, WithTransactionCommitsAValueAndRollsAnErrorBack) {
  const auto put = [](Tx& tx, const char* name) {
    return tx.Execute(kPutMeta, {Text(name), Text("1")});
  };
  EXPECT_TRUE(storage::WithTransaction(store(), [&](Tx& tx) { return put(tx, "kept"); }).ok());
  const Status refused = storage::WithTransaction(store(), [&](Tx& tx) -> Status {
    TRY(put(tx, "dropped"));
    return Error{ErrorCode::kInvalid, "json.type"};
  });
  EXPECT_EQ(KeyOf(refused), "json.type");
  EXPECT_EQ(NumberIn(store(), kCountMeta), 1);
}

TEST_P(StorageConformance, AnExceptionRollsBackAndTheStoreStaysUsable) {
  const auto defect = [](Tx& tx) -> Status {
    TRY(tx.Execute(kPutMeta, {Text("a"), Text("1")}));
    throw BugError("a defect");
  };
  EXPECT_THROW((void)storage::WithTransaction(store(), defect).ok(), BugError);
  EXPECT_EQ(NumberIn(store(), kCountMeta), 0);
  EXPECT_TRUE(ExecuteIn(store(), kPutMeta, {Text("a"), Text("1")}).ok());
}

TEST_P(StorageConformance, AReadIsOfTheMomentItBegan) {
  ASSERT_TRUE(ExecuteIn(store(), kPutMeta, {Text("before"), Text("1")}).ok());
  const auto old = BeginOrDie(store(), Access::kRead);  // has read nothing yet
  ASSERT_TRUE(ExecuteIn(store(), kPutMeta, {Text("after"), Text("1")}).ok());
  EXPECT_EQ(NumberOf(*old, kCountMeta), 1);
  EXPECT_EQ(NumberOf(*old, kCountMeta), 1);
  EXPECT_EQ(NumberIn(store(), kCountMeta), 2);
  EXPECT_TRUE(old->Commit().ok());
}

TEST_P(StorageConformance, AReadTransactionWritesNothing) {
  const auto tx = BeginOrDie(store(), Access::kRead);
  EXPECT_EQ(KeyOf(tx->Execute(kPutMeta, {Text("a"), Text("1")})), "storage.failed");
  EXPECT_EQ(NumberIn(store(), kCountMeta), 0);
}

TEST_P(StorageConformance, ManyReadsMayBeOpenAtOnce) {
  std::vector<std::unique_ptr<Tx>> reads;
  for (int i = 0; i < 12; ++i) {
    reads.push_back(BeginOrDie(store(), Access::kRead));
  }
  for (const auto& tx : reads) {
    EXPECT_EQ(NumberOf(*tx, kCountMeta), 0);
  }
}

TEST_P(StorageConformance, NothingRunsAfterCommit) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  ASSERT_TRUE(tx->Commit().ok());
  EXPECT_EQ(KeyOf(tx->Execute(kPutMeta, {Text("a"), Text("1")})), "storage.failed");
  EXPECT_EQ(KeyOf(tx->Commit()), "storage.failed");
  // the writer is free again although `tx` still lives
  EXPECT_TRUE(ExecuteIn(store(), kPutMeta, {Text("a"), Text("1")}).ok());
}

TEST_P(StorageConformance, OfTwoWhoAdvanceOneHeadExactlyOneWins) {
  ASSERT_TRUE(ExecuteIn(store(), kPutHead, {storage::Blob("")}).ok());
  constexpr std::int64_t kRounds = 50;
  for (std::int64_t round = 0; round < kRounds; ++round) {
    std::atomic<std::int64_t> won = 0;
    std::latch start(2);
    const auto advance = [&] {
      start.arrive_and_wait();
      const Result<std::int64_t> changed =
          ExecuteIn(store(), kAdvanceHead, {storage::Number(round), storage::Number(round + 1)});
      EXPECT_TRUE(changed.ok()) << changed.error().detail;
      won += changed.ok() ? *changed : 0;
    };
    std::thread other(advance);
    advance();
    other.join();
    EXPECT_EQ(won, 1);
  }
  EXPECT_EQ(NumberIn(store(), kReadHead), kRounds);
}

TEST_P(StorageConformance, ConcurrentIncrementsAreAllCounted) {
  constexpr int kThreads = 4;
  constexpr int kEach = 25;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this] {
      for (int n = 0; n < kEach; ++n) {
        const auto added =
            ExecuteIn(store(), kAddToTally, {storage::Number(7), storage::Number(1)});
        EXPECT_TRUE(added.ok()) << added.error().detail;
        EXPECT_GT(NumberIn(store(), kReadTally, {storage::Number(7)}), 0);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(NumberIn(store(), kReadTally, {storage::Number(7)}), kThreads * kEach);
}

}  // namespace

LUOSHI_FOR_ALL_STORES(StorageConformance);

}  // namespace luoshi::testing
