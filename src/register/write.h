// What was decided, as it is stored: the event for the journal, and at the end of a batch the rows
// of the records it touched. Rows are made by the functions that Replay uses (replay.h).
#pragma once

#include <vector>

#include "host/random.h"
#include "register/command.h"
#include "register/working_set.h"

namespace luoshi::registers {

// The event of a decided change: clear part, personal part, header. `recorded` and the position of
// `change` are the journal's.
Event EventOf(const rules::Pack& pack,
              const RecordCommand& command,
              const Actor& actor,
              const rules::Change& change,
              DateTime recorded,
              Position root_position);

// Rows, lookups and due steps of the records of one jurisdiction that the batch changed, after
// their events were appended: the record's key is there by then.
Status WriteRows(storage::Tx& tx,
                 const root::Directory& directory,
                 const journal::Keyring& keyring,
                 Random& random,
                 JurisdictionId jurisdiction,
                 const WorkingSet& set);

}  // namespace luoshi::registers
