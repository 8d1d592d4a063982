// Holding a stored journal to its hashes.
#pragma once

#include "storage/store.h"

namespace luoshi::journal {

// Re-derives every leaf and tree hash of one journal in one pass and compares with its head and
// stored nodes, and each row's columns with its bytes. Needs no key and reads no JSON. Returns the
// number of events, or kInternal with the journal and the first position it finds to differ:
//   verify.gap      an event is missing, or stands where none belongs
//   verify.columns  a row is no event, or its columns are not those of its bytes
//   verify.content  the bytes of an event from `position` to `last` are not those that were hashed
//   verify.node     the events are sound, a stored tree node is not
//   verify.head     the events are sound, the head row is not
Result<std::int64_t> VerifyHashes(storage::Tx& tx, JurisdictionId jurisdiction);

}  // namespace luoshi::journal
