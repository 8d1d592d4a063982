#include "tests/journal/fixture.h"

#include "storage/event_table.h"

namespace luoshi::journal {

void JournalTest::SetUp() {
  StoreTest::SetUp();
  if (IsSkipped() || HasFatalFailure()) {
    return;
  }
  auto keyring = Keyring::Create(folder_.path() + "/keys", random_);
  ASSERT_TRUE(keyring.ok());
  keyring_ = *std::move(keyring);
}

std::vector<RecordId> JournalTest::records() const {
  return {Uuid::Derived({"record", "1"}), Uuid::Derived({"record", "2"}),
          Uuid::Derived({"record", "3"})};
}

Event JournalTest::MakeEvent() {
  Event event = RandomEvent(random_);
  event.record = records()[static_cast<std::size_t>(random_.Below(3))];
  event.recorded = {1'788'000'000'000 + 1'000 * made_++};
  return event;
}

Status JournalTest::AppendAll(std::vector<Event>& events, JurisdictionId jurisdiction) {
  return storage::WithTransaction(store(), [&](storage::Tx& tx) -> Status {
    TRY_ASSIGN(Appender appender, Appender::Open(tx, jurisdiction, *keyring_, random_));
    for (Event& event : events) {
      TRY(appender.Append(event));
    }
    return appender.Finish();
  });
}

std::vector<Event> JournalTest::Append(std::int64_t count, std::int64_t batch) {
  std::vector<Event> out;
  while (count > 0) {
    std::vector<Event> events;
    for (std::int64_t left = std::min(batch, count); left > 0; --left) {
      events.push_back(MakeEvent());
    }
    const Status status = AppendAll(events);
    EXPECT_TRUE(status.ok()) << status.error().key << status.error().detail;
    count -= batch;
    out.insert(out.end(), events.begin(), events.end());
  }
  return out;
}

void ExpectSameClear(const Event& a, const Event& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.jurisdiction, b.jurisdiction);
  EXPECT_EQ(a.position, b.position);
  EXPECT_EQ(a.root_position, b.root_position);
  EXPECT_EQ(a.origin.command, b.origin.command);
  EXPECT_EQ(a.origin.actor, b.origin.actor);
  EXPECT_EQ(a.origin.on_behalf_of, b.origin.on_behalf_of);
  EXPECT_EQ(a.origin.occurred, b.origin.occurred);
  EXPECT_EQ(a.recorded, b.recorded);
  EXPECT_EQ(a.counts_on, b.counts_on);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.record, b.record);
  EXPECT_EQ(a.body, b.body);
}

std::vector<Hash256> StoredLeaves(storage::Tx& tx) {
  std::vector<Hash256> out;
  const Status read =
      storage::ScanEvents(tx, kTown, 0, INT64_MAX, [&out](const storage::EventRow& row) -> Status {
        out.push_back(LeafHash(row.content));
        return {};
      });
  EXPECT_TRUE(read.ok());
  return out;
}

}  // namespace luoshi::journal
