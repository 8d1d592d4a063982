#include "register/erase.h"

#include <algorithm>

#include "register/record.h"

namespace luoshi::registers {

Result<bool> EraseRecord(storage::Tx& tx,
                         const root::Directory& directory,
                         JurisdictionId jurisdiction,
                         const RecordId& id,
                         const journal::Keyring& keyring) {
  TRY_ASSIGN(std::optional<storage::RecordRow> row, storage::GetRecord(tx, jurisdiction, id));
  if (!row) {
    return false;
  }
  TRY(journal::DestroyRecordKey(tx, jurisdiction, id));
  TRY_ASSIGN(const Record record,
             OpenRow(tx, directory, jurisdiction, *row, Personal::kClosed, nullptr));
  const rules::Pack& pack = *directory.FindPack(record.pack);
  std::vector<storage::Lookup> kept;
  if (!record.state.voided) {
    kept = LookupsOf(pack, id, record.state.fields, keyring);
  }
  // After a restore the key may be gone already, and with it what the tags were made of: so they
  // are looked for by the record. Erasures are few.
  std::vector<storage::Lookup> removed;
  TRY(storage::ScanLookups(tx, jurisdiction, [&](const storage::Lookup& lookup) -> Status {
    if (lookup.record == id && std::find(kept.begin(), kept.end(), lookup) == kept.end()) {
      removed.push_back(lookup);
    }
    return {};
  }));
  TRY(storage::RemoveLookups(tx, jurisdiction, removed));
  row->sealed.clear();
  TRY(storage::PutRecords(tx, jurisdiction, std::span(&*row, 1)));
  return true;
}

}  // namespace luoshi::registers
