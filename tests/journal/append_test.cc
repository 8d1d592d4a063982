#include "journal/naive_merkle.h"
#include "storage/event_table.h"
#include "tests/journal/fixture.h"

namespace luoshi::journal {
namespace {

using storage::Access;

class AppenderTest : public JournalTest {};

TEST_P(AppenderTest, AnEmptyJournalHasTheEmptyHead) {
  InTransaction(store(), Access::kRead, [](storage::Tx& tx) {
    const Result<Head> head = ReadHead(tx, kTown);
    ASSERT_TRUE(head.ok());
    EXPECT_EQ(head->size, 0);
    EXPECT_EQ(head->root, HashOf(""));
    EXPECT_TRUE(ReadHeads(tx)->empty());
    EXPECT_EQ(*VerifyHashes(tx, kTown), 0);
  });
}

TEST_P(AppenderTest, TheHeadIsThatOfTheStoredBytesHoweverTheyWereBatched) {
  std::int64_t size = 0;
  for (const std::int64_t batch : {1, 1, 2, 7, 244, 1, 1, 256, 300}) {
    const std::vector<Event> events = Append(batch, batch);
    size += batch;
    InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
      const Result<Head> head = ReadHead(tx, kTown);
      ASSERT_TRUE(head.ok());
      EXPECT_EQ(head->size, size);
      EXPECT_EQ(head->recorded, events.back().recorded);
      const std::vector<Hash256> leaves = StoredLeaves(tx);
      EXPECT_EQ(head->root, NaiveTree(leaves).Root(leaves.size()));
      EXPECT_EQ(*VerifyHashes(tx, kTown), size);
    });
  }
}

TEST_P(AppenderTest, NothingIsWrittenBeforeFinishAndNothingWithoutEvents) {
  InTransaction(store(), Access::kWrite, [&](storage::Tx& tx) {
    Result<Appender> appender = Appender::Open(tx, kTown, keyring(), random_);
    ASSERT_TRUE(appender.ok());
    EXPECT_EQ(appender->next(), 0);
    EXPECT_TRUE(Appender::Open(tx, kTown, keyring(), random_)->Finish().ok());
    EXPECT_EQ(ReadHead(tx, kTown)->size, 0);
    Event event = MakeEvent();
    ASSERT_TRUE(appender->Append(event).ok());
    EXPECT_EQ(appender->next(), 1);
    EXPECT_EQ(ReadHead(tx, kTown)->size, 0);
    EXPECT_TRUE(StoredLeaves(tx).empty());
    ASSERT_TRUE(appender->Finish().ok());
    EXPECT_EQ(ReadHead(tx, kTown)->size, 1);
  });
}

TEST_P(AppenderTest, WhoComesSecondIsFencedInANewJournalAndInAnOldOne) {
  for (int round = 0; round < 2; ++round) {
    InTransaction(store(), Access::kWrite, [&](storage::Tx& tx) {
      Result<Appender> first = Appender::Open(tx, kTown, keyring(), random_);
      Result<Appender> second = Appender::Open(tx, kTown, keyring(), random_);
      ASSERT_TRUE(first.ok() && second.ok());
      Event a = MakeEvent();
      Event b = MakeEvent();
      ASSERT_TRUE(first->Append(a).ok());
      ASSERT_TRUE(second->Append(b).ok());
      ASSERT_TRUE(first->Finish().ok());
      const Status fenced = second->Finish();
      ASSERT_FALSE(fenced.ok());
      EXPECT_EQ(fenced.error().key, "journal.fenced");
      EXPECT_EQ(fenced.error().code, ErrorCode::kConflict);
    });
    Append(3);
  }
}

TEST_P(AppenderTest, RecordedTimesNeverFallWhateverTheClockDoes) {
  std::vector<Event> events = {MakeEvent(), MakeEvent(), MakeEvent()};
  const DateTime start = events[0].recorded;
  events[1].recorded.ms -= 60'000;
  ASSERT_TRUE(AppendAll(events).ok());
  EXPECT_EQ(events[1].recorded, start);
  std::vector<Event> later = {MakeEvent()};
  later[0].recorded.ms -= 3'600'000;
  ASSERT_TRUE(AppendAll(later).ok());
  EXPECT_EQ(later[0].recorded, events[2].recorded);
}

TEST_P(AppenderTest, ACommandIsAppliedOnce) {
  std::vector<Event> events = {MakeEvent()};
  ASSERT_TRUE(AppendAll(events).ok());
  std::vector<Event> again = {MakeEvent()};
  again[0].origin.command = events[0].origin.command;
  EXPECT_EQ(AppendAll(again).error().key, "storage.duplicate");
  // In another jurisdiction it is another command.
  ASSERT_TRUE(AppendAll(again, JurisdictionId{43}).ok());
  InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
    EXPECT_EQ(ReadHead(tx, kTown)->size, 1);
    EXPECT_EQ(ReadHeads(tx)->size(), 2U);
    ExpectSameClear(**FindCommand(tx, kTown, events[0].origin.command), events[0]);
    EXPECT_FALSE(FindCommand(tx, kTown, Uuid::Derived({"never"}))->has_value());
  });
}

TEST_P(AppenderTest, PersonalDataOfAnErasedRecordIsRefusedAndOldOneIsGone) {
  std::vector<Event> events = {MakeEvent(), MakeEvent()};
  events[0].record = events[1].record = records()[0];
  events[0].personal["name"] = "张三";
  events[1].personal = {};
  ASSERT_TRUE(AppendAll(events).ok());
  const Status erased = storage::WithTransaction(store(), [&](storage::Tx& tx) -> Status {
    TRY(DestroyRecordKey(tx, kTown, records()[1]));  // never had one
    return DestroyRecordKey(tx, kTown, records()[0]);
  });
  ASSERT_TRUE(erased.ok());
  for (const std::size_t at : {0U, 1U}) {
    std::vector<Event> refused = {MakeEvent()};
    refused[0].record = records()[at];
    refused[0].personal["name"] = "李四";
    const Status status = AppendAll(refused);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().key, "journal.record_erased");
    EXPECT_EQ(status.error().code, ErrorCode::kConflict);
  }
  std::vector<Event> clear = {MakeEvent()};
  clear[0].record = records()[0];
  clear[0].personal = {};
  EXPECT_TRUE(AppendAll(clear).ok());
  InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
    EXPECT_FALSE(RecordKey(tx, kTown, records()[0], keyring())->has_value());
    int count = 0;
    const Status read =
        ReadEvents(tx, kTown, {0, INT64_MAX, &keyring()}, [&count](const Event& event) -> Status {
          EXPECT_TRUE(event.personal.empty());
          ++count;
          return {};
        });
    EXPECT_TRUE(read.ok());
    EXPECT_EQ(count, 3);
    EXPECT_EQ(*VerifyHashes(tx, kTown), 3);
  });
}

TEST_P(AppenderTest, AnEventThatCannotBeStoredLeavesTheAppenderUsable) {
  InTransaction(store(), Access::kWrite, [&](storage::Tx& tx) {
    Result<Appender> appender = Appender::Open(tx, kTown, keyring(), random_);
    Event good = MakeEvent();
    ASSERT_TRUE(appender->Append(good).ok());
    Event malformed = MakeEvent();
    malformed.body["rate"] = 0.5;
    EXPECT_EQ(appender->Append(malformed).error().key, "journal.event_malformed");
    Event large = MakeEvent();
    large.body["text"] = std::string(kMaxEventBytes, 'x');
    EXPECT_EQ(appender->Append(large).error().key, "journal.event_too_large");
    EXPECT_EQ(appender->next(), 1);
    Event next = MakeEvent();
    ASSERT_TRUE(appender->Append(next).ok());
    ASSERT_TRUE(appender->Finish().ok());
    EXPECT_EQ(*VerifyHashes(tx, kTown), 2);
  });
}

TEST_P(AppenderTest, AHeadThatContradictsItselfTakesNoMore) {
  Append(3);
  InTransaction(store(), Access::kWrite, [&](storage::Tx& tx) {
    const storage::Statement spoil{"test.spoil", "UPDATE journal_head SET root = ?1"};
    const std::string other(32, 'x');
    ASSERT_TRUE(tx.Execute(spoil, {storage::Blob(other)}).ok());
    EXPECT_EQ(Appender::Open(tx, kTown, keyring(), random_).error().key,
              "journal.frontier_damaged");
  });
}

LUOSHI_FOR_ALL_STORES(AppenderTest);

}  // namespace
}  // namespace luoshi::journal
