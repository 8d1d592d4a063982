// record_key: each record's own key, wrapped by the master key. An empty `wrapped` marks a key that
// was destroyed; the row stays so that no second key is ever made for that record.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "storage/store.h"

namespace luoshi::storage {

struct NewKey {
  RecordId record;
  std::string wrapped;
};

Result<std::optional<std::string>> FindKey(Tx& tx,
                                           JurisdictionId jurisdiction,
                                           const RecordId& record);
Status InsertKeys(Tx& tx, JurisdictionId jurisdiction, std::span<const NewKey> keys);
Status EmptyKey(Tx& tx, JurisdictionId jurisdiction, const RecordId& record);

}  // namespace luoshi::storage
