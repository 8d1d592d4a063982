// Erasing what is personal of a record, after the root journal said so.
#pragma once

#include "journal/journal.h"
#include "root/directory.h"
#include "storage/store.h"

namespace luoshi::registers {

// Destroys the record's key and takes its sealed fields and the lookups made of them out of the
// store. Its clear part, its events and their hashes, and every figure stay as they are. Repeating
// it changes nothing. false: the record is not in this jurisdiction.
Result<bool> EraseRecord(storage::Tx& tx,
                         const root::Directory& directory,
                         JurisdictionId jurisdiction,
                         const RecordId& id,
                         const journal::Keyring& keyring);

}  // namespace luoshi::registers
