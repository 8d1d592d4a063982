// What was acknowledged survives the death of the process that wrote it.
#include <csignal>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/random.h"
#include "tests/conformance/rows.h"

namespace luoshi::testing {
namespace {

using storage::Blob;
using storage::Number;
using storage::Param;
using storage::Tx;

constexpr std::int64_t kBatch = 20;

// One batch: the events, and the head that counts batches.
Status WriteBatch(storage::Store& store, std::int64_t batch) {
  std::vector<std::string> ids;
  for (std::int64_t i = 0; i < kBatch; ++i) {
    ids.push_back(std::to_string(batch * kBatch + i));
  }
  std::vector<Param> rows;
  for (std::int64_t i = 0; i < kBatch; ++i) {
    const std::string& id = ids[static_cast<std::size_t>(i)];
    rows.insert(rows.end(),
                {Number(1), Number(batch * kBatch + i), Blob(id), Blob(id), Blob("content")});
  }
  return storage::WithTransaction(store, [&](Tx& tx) -> Status {
    TRY_ASSIGN(const std::int64_t advanced,
               tx.Execute(kAdvanceHead, {Number(batch), Number(batch + 1)}));
    LUOSHI_CHECK(advanced == 1);
    TRY(tx.ExecuteMany(kPutEvent, 5, rows));
    return {};
  });
}

// Writes batches from `next` on until it is killed, and says after each that it is acknowledged.
[[noreturn]] void WriteUntilKilled(const StorePlace& place, std::int64_t next, int pipe) {
  const auto store = OpenPlace(place);
  while (store.ok() && WriteBatch(**store, next).ok()) {
    ++next;
    if (::write(pipe, &next, sizeof next) != sizeof next) {
      break;
    }
  }
  ::_exit(1);
}

TEST_P(StorageConformance, NothingAcknowledgedIsLostWhenTheProcessIsKilled) {
  if (GetParam() == StoreKind::kSqliteMemory) {
    GTEST_SKIP() << "gone with its process by design";
  }
  ASSERT_TRUE(ExecuteIn(store(), kPutHead, {Blob("")}).ok());
  SeededRandom random(20260901);
  std::int64_t head = 0;
  for (int round = 0; round < 12; ++round) {
    Close();  // a connection must not be carried into another process
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      WriteUntilKilled(place(), head, ends[1]);
    }
    ::close(ends[1]);
    // Some acknowledgements, then some turns of the scheduler, so that it dies anywhere in a batch.
    std::int64_t acknowledged = head;
    for (std::int64_t wanted = 1 + random.Below(20); wanted > 0; --wanted) {
      ASSERT_EQ(::read(ends[0], &acknowledged, sizeof acknowledged), ssize_t{sizeof acknowledged});
    }
    for (std::int64_t turns = random.Below(400); turns > 0; --turns) {
      ::sched_yield();
    }
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int how = 0;
    ASSERT_EQ(::waitpid(child, &how, 0), child);
    ASSERT_TRUE(WIFSIGNALED(how)) << "the writer ended by itself";
    while (::read(ends[0], &acknowledged, sizeof acknowledged) == ssize_t{sizeof acknowledged}) {
    }
    ::close(ends[0]);

    Reopen();
    head = NumberIn(store(), kReadHead);
    EXPECT_GE(head, acknowledged);
    EXPECT_LE(head, acknowledged + 1);  // one batch may be committed but not yet acknowledged
    EXPECT_EQ(NumberIn(store(), kCountEvents), head * kBatch);
  }
}

}  // namespace
}  // namespace luoshi::testing
