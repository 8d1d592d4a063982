// event: the bytes of every event (docs/formats/event.md) and the two columns they are found by.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "storage/store.h"

namespace luoshi::storage {

struct NewEvent {
  CommandId command;
  RecordId record;
  std::string content;
};

// At positions `first`, `first`+1, …; kConflict storage.duplicate when a command is there already.
Status InsertEvents(Tx& tx,
                    JurisdictionId jurisdiction,
                    Position first,
                    std::span<const NewEvent> events);

// Views stay valid until the callback returns.
struct EventRow {
  Position position = 0;
  std::string_view command;
  std::string_view record;
  std::string_view content;
};
// At most `limit` events by position, from `from` on. The callback must not use the transaction.
Status ScanEvents(Tx& tx,
                  JurisdictionId jurisdiction,
                  Position from,
                  std::int64_t limit,
                  const std::function<Status(const EventRow&)>& on_row);

struct EventRange {
  Position from = 0;
  Position until = INT64_MAX;  // exclusive
  std::int64_t limit = INT64_MAX;
};
struct KeyedContent {
  Position position = 0;
  std::string_view content;
  std::string_view wrapped;  // the record's wrapped key; "" when it has none or it was destroyed
};
using OnContent = std::function<Status(const KeyedContent&)>;
// At most `limit` events by position. The callback must not use the transaction.
Status PageEvents(Tx& tx,
                  JurisdictionId jurisdiction,
                  const EventRange& range,
                  const OnContent& on_content);
Status PageRecordEvents(Tx& tx,
                        JurisdictionId jurisdiction,
                        const RecordId& record,
                        const EventRange& range,
                        const OnContent& on_content);
// Called once, or never when the command was not applied; `wrapped` stays empty.
Status FindEventOfCommand(Tx& tx,
                          JurisdictionId jurisdiction,
                          const CommandId& command,
                          const OnContent& on_content);

}  // namespace luoshi::storage
