// Appending to a journal.
#pragma once

#include <memory>

#include "journal/keyring.h"
#include "model/event.h"
#include "storage/store.h"

namespace luoshi::journal {

// Appends to one journal inside one transaction. Opens and makes record keys as needed. The
// transaction, keyring and random given to Open must live as long as this. Attachments sealed for a
// record are put before its events are appended or after Finish: both may make the record's key.
class Appender {
 public:
  // kInternal journal.frontier_damaged when the stored head contradicts itself.
  static Result<Appender> Open(storage::Tx& tx,
                               JurisdictionId jurisdiction,
                               const Keyring& keyring,
                               Random& random);
  Position next() const;  // the position the next event will get

  // Takes position and jurisdiction, seals `event.personal` under the record's key (making the key
  // when the record is new), hashes. An event recorded before the last one gets that one's time:
  // recorded times never fall. Nothing is written before Finish. After an error the appender is as
  // before. kInvalid journal.event_malformed, journal.event_too_large; kConflict
  // journal.record_erased for personal data of an erased record.
  Status Append(Event& event);
  // Writes all appended events and advances the head by compare-and-set on its old position:
  // kConflict journal.fenced when somebody else appended in between. To be called at most once.
  Status Finish();

  Appender(Appender&&) noexcept;
  Appender& operator=(Appender&&) noexcept;
  ~Appender();

 private:
  struct State;
  explicit Appender(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace luoshi::journal
