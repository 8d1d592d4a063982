// Each record's own key, under which its personal data is sealed.
#pragma once

#include <optional>

#include "journal/keyring.h"
#include "storage/store.h"

namespace luoshi::journal {

// The key of a record; nullopt when it never had one or it was destroyed.
Result<std::optional<SecretKey>> RecordKey(storage::Tx& tx,
                                           JurisdictionId jurisdiction,
                                           const RecordId& record,
                                           const Keyring& keyring);
// Destroys it: what was sealed under it can never be read again; hashes and proofs stay. A record
// that had none gets none from then on.
Status DestroyRecordKey(storage::Tx& tx, JurisdictionId jurisdiction, const RecordId& record);

// For sealing: the key there is, or nullopt where one has yet to be made. kConflict
// journal.record_erased when it was destroyed.
Result<std::optional<SecretKey>> SealingKey(storage::Tx& tx,
                                            JurisdictionId jurisdiction,
                                            const RecordId& record,
                                            const Keyring& keyring);

}  // namespace luoshi::journal
