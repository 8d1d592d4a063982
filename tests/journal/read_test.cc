#include "tests/journal/fixture.h"

namespace luoshi::journal {
namespace {

using storage::Access;

class ReaderTest : public JournalTest {
 protected:
  static std::vector<Event> ReadAll(storage::Tx& tx, const ReadOptions& options) {
    std::vector<Event> out;
    const Status status = ReadEvents(tx, kTown, options, [&out](const Event& event) -> Status {
      out.push_back(event);
      return {};
    });
    EXPECT_TRUE(status.ok()) << status.error().key;
    return out;
  }
};

TEST_P(ReaderTest, GivesBackWhatWasAppendedOverManyPages) {
  const std::vector<Event> events = Append(700);
  InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
    const std::vector<Event> opened = ReadAll(tx, {0, INT64_MAX, &keyring()});
    ASSERT_EQ(opened.size(), events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
      ExpectSameClear(opened[i], events[i]);
      ASSERT_EQ(opened[i].personal, events[i].personal);
    }
    for (const Event& event : ReadAll(tx, {})) {
      ASSERT_TRUE(event.personal.empty());
    }
    for (const auto& [from, until] : {std::pair<Position, Position>{0, 0},
                                      {5, 5},
                                      {255, 257},
                                      {256, 600},
                                      {699, 5'000},
                                      {700, INT64_MAX},
                                      {-5, 3}}) {
      const std::vector<Event> part = ReadAll(tx, {from, until, nullptr});
      const Position first = std::max<Position>(from, 0);
      const Position last = std::min<Position>(until, 700);
      ASSERT_EQ(static_cast<Position>(part.size()), std::max<Position>(last - first, 0));
      for (std::size_t i = 0; i < part.size(); ++i) {
        ASSERT_EQ(part[i].position, first + static_cast<Position>(i));
      }
    }
  });
}

TEST_P(ReaderTest, ReadsLargeEventsInPagesOfBoundedSize) {
  std::vector<Event> events;
  for (int i = 0; i < 5; ++i) {
    events.push_back(MakeEvent());
    events.back().body["text"] = std::string(2'000'000, 'x');
  }
  ASSERT_TRUE(AppendAll(events).ok());
  InTransaction(store(), Access::kRead,
                [&](storage::Tx& tx) { EXPECT_EQ(ReadAll(tx, {}).size(), 5U); });
}

TEST_P(ReaderTest, LetsTheCallbackUseTheTransactionAndStopTheReading) {
  Append(600);
  InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
    Position seen = 0;
    const Status stopped = ReadEvents(tx, kTown, {}, [&](const Event& event) -> Status {
      TRY_ASSIGN(const Head head, ReadHead(tx, kTown));
      EXPECT_EQ(head.size, 600);
      seen = event.position;
      return seen == 400 ? Status(Error{ErrorCode::kUnavailable, "test.stop"}) : Status();
    });
    EXPECT_EQ(stopped.error().key, "test.stop");
    EXPECT_EQ(seen, 400);
  });
}

TEST_P(ReaderTest, GivesTheEventsOfOneRecord) {
  const std::vector<Event> events = Append(900);
  InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
    for (const RecordId& record : records()) {
      std::vector<Event> read;
      ASSERT_TRUE(ReadRecordEvents(tx, kTown, record, {10, 850, &keyring()},
                                   [&read](const Event& event) -> Status {
                                     read.push_back(event);
                                     return {};
                                   })
                      .ok());
      std::size_t next = 0;
      for (const Event& event : events) {
        if (event.record == record && event.position >= 10 && event.position < 850) {
          ASSERT_LT(next, read.size());
          ExpectSameClear(read[next], event);
          ASSERT_EQ(read[next].personal, event.personal);
          ++next;
        }
      }
      EXPECT_EQ(next, read.size());
      EXPECT_GT(next, 200U);
    }
  });
}

TEST_P(ReaderTest, NamesThePlaceOfDamage) {
  Append(20);
  const auto damaged_at = [&](const char* sql) {
    std::string place = "none";
    InTransaction(store(), Access::kWrite, [&](storage::Tx& tx) {
      const std::string junk = "junk";
      ASSERT_TRUE(tx.Execute({"test.spoil", sql}, {storage::Blob(junk)}).ok());
      const Status status = ReadEvents(tx, kTown, {}, [](const Event&) { return Status(); });
      if (!status.ok() && status.error().key == "journal.damaged") {
        place = status.error().params[1].second;
      }
    });
    return place;
  };
  EXPECT_EQ(damaged_at("UPDATE event SET content = ?1 WHERE position = 7"), "7");
  EXPECT_EQ(damaged_at("DELETE FROM event WHERE position = 8 AND content <> ?1"), "8");
  EXPECT_EQ(damaged_at("DELETE FROM event WHERE position = 0 AND content <> ?1"), "0");
  EXPECT_EQ(damaged_at("UPDATE event SET content = (SELECT b.content FROM event b WHERE "
                       "b.position = 3) WHERE position = 9 AND content <> ?1"),
            "9");
}

TEST_P(ReaderTest, SaysWhenTheKeysAreThoseOfAnotherDatabase) {
  std::vector<Event> events = {MakeEvent()};
  events[0].personal["name"] = "张三";
  ASSERT_TRUE(AppendAll(events).ok());
  const luoshi::testing::TemporaryFolder folder;
  const auto other = Keyring::Create(folder.path() + "/keys", random_);
  ASSERT_TRUE(other.ok());
  InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
    const Status status =
        ReadEvents(tx, kTown, {0, INT64_MAX, other->get()}, [](const Event&) { return Status(); });
    EXPECT_EQ(status.error().key, "keys.wrong");
  });
}

TEST_P(ReaderTest, RemembersHowFarEachFollowerHasRead) {
  const Status status = storage::WithTransaction(store(), [](storage::Tx& tx) -> Status {
    TRY_ASSIGN(const Position before, ReadCursor(tx, "notices", kTown));
    EXPECT_EQ(before, 0);
    TRY(WriteCursor(tx, "notices", kTown, 5));
    TRY(WriteCursor(tx, "notices", kTown, 9));
    return WriteCursor(tx, "escalation", kTown, 2);
  });
  ASSERT_TRUE(status.ok());
  InTransaction(store(), Access::kRead, [](storage::Tx& tx) {
    EXPECT_EQ(*ReadCursor(tx, "notices", kTown), 9);
    EXPECT_EQ(*ReadCursor(tx, "escalation", kTown), 2);
    EXPECT_EQ(*ReadCursor(tx, "notices", JurisdictionId{43}), 0);
  });
}

LUOSHI_FOR_ALL_STORES(ReaderTest);

}  // namespace
}  // namespace luoshi::journal
