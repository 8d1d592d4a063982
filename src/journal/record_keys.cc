#include "journal/record_keys.h"

#include "storage/key_table.h"

namespace luoshi::journal {

Result<std::optional<SecretKey>> RecordKey(storage::Tx& tx,
                                           JurisdictionId jurisdiction,
                                           const RecordId& record,
                                           const Keyring& keyring) {
  TRY_ASSIGN(const std::optional<std::string> wrapped, storage::FindKey(tx, jurisdiction, record));
  std::optional<SecretKey> out;
  if (wrapped && !wrapped->empty()) {
    TRY_ASSIGN(out, keyring.Unwrap(*wrapped));
  }
  return out;
}

Status DestroyRecordKey(storage::Tx& tx, JurisdictionId jurisdiction, const RecordId& record) {
  return storage::EmptyKey(tx, jurisdiction, record);
}

Result<std::optional<SecretKey>> SealingKey(storage::Tx& tx,
                                            JurisdictionId jurisdiction,
                                            const RecordId& record,
                                            const Keyring& keyring) {
  TRY_ASSIGN(const std::optional<std::string> wrapped, storage::FindKey(tx, jurisdiction, record));
  std::optional<SecretKey> out;
  if (wrapped) {
    if (wrapped->empty()) {
      return Error{ErrorCode::kConflict, "journal.record_erased", {{"record", record.ToString()}}};
    }
    TRY_ASSIGN(out, keyring.Unwrap(*wrapped));
  }
  return out;
}

}  // namespace luoshi::journal
