// Reading the events of a journal.
#pragma once

#include <functional>
#include <optional>

#include "journal/keyring.h"
#include "model/event.h"
#include "storage/store.h"

namespace luoshi::journal {

// How to open personal parts while reading. Without a keyring they stay empty; a record whose key
// was destroyed keeps its personal part empty too.
struct ReadOptions {
  Position from = 0;
  Position until = INT64_MAX;  // exclusive
  const Keyring* keyring = nullptr;
};

// Stops at the first error it returns, which then is the reader's. May use the transaction: events
// are read by pages of bounded size.
using OnEvent = std::function<Status(const Event&)>;
// In order, without a gap: kInternal journal.damaged with the position for bytes that are no event,
// an event in another's place, or one missing in between; keys.wrong.
Status ReadEvents(storage::Tx& tx,
                  JurisdictionId jurisdiction,
                  const ReadOptions& options,
                  const OnEvent& on_event);
Status ReadRecordEvents(storage::Tx& tx,
                        JurisdictionId jurisdiction,
                        const RecordId& record,
                        const ReadOptions& options,
                        const OnEvent& on_event);
// The event a command became, if it was applied already; its personal part stays empty.
Result<std::optional<Event>> FindCommand(storage::Tx& tx,
                                         JurisdictionId jurisdiction,
                                         const CommandId& command);

}  // namespace luoshi::journal
