// A journal in an empty store of each kind, with keys of its own.
#pragma once

#include <memory>
#include <vector>

#include "host/random.h"
#include "journal/journal.h"
#include "journal/random_event.h"
#include "tests/support/stores.h"
#include "tests/support/temporary_folder.h"

namespace luoshi::journal {

inline constexpr JurisdictionId kTown{42};

class JournalTest : public luoshi::testing::StoreTest {
 protected:
  void SetUp() override;

  const Keyring& keyring() const { return *keyring_; }
  // One of `records()`, recorded one second after the event before.
  Event MakeEvent();
  // Appends to kTown in transactions of `batch` events and returns them as appended.
  std::vector<Event> Append(std::int64_t count, std::int64_t batch = 1'000);
  // Appends these in one transaction.
  Status AppendAll(std::vector<Event>& events, JurisdictionId jurisdiction = kTown);
  std::vector<RecordId> records() const;

  SeededRandom random_{20'260'901};

 private:
  luoshi::testing::TemporaryFolder folder_;
  std::unique_ptr<Keyring> keyring_;
  std::int64_t made_ = 0;
};

// What was appended, and what is read: everything but the personal part.
void ExpectSameClear(const Event& a, const Event& b);
// The leaf hashes of kTown by what is stored.
std::vector<Hash256> StoredLeaves(storage::Tx& tx);

// Runs `body` in a transaction that is rolled back.
template <class Body>
void InTransaction(storage::Store& store, storage::Access access, const Body& body) {
  auto tx = store.Begin(access);
  ASSERT_TRUE(tx.ok()) << tx.error().key;
  body(**tx);
}

}  // namespace luoshi::journal
