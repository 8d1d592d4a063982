// A record as the API shows it, straight from its row: the stored JSON is passed on, the history is
// not read and folded again. For lists and single records; who decides reads registers::Record.
#pragma once

#include <string>

#include "app/app.h"
#include "storage/record_table.h"

namespace luoshi::app {

enum class With { kHistory, kFieldsOnly };

// {"record","jurisdiction","pack","region","region_name","state","position","fields"[,"history"]},
// personal values masked.
Result<std::string> RecordJson(storage::Tx& tx,
                               const root::Directory& directory,
                               const journal::Keyring& keyring,
                               JurisdictionId jurisdiction,
                               const storage::RecordRow& row,
                               With with);

// The record of whatever journal it lies in. kNotFound record.missing, also for whoever may not see
// it.
Result<std::string> ShowRecord(App& app, const access::Scope& scope, const RecordId& id);

}  // namespace luoshi::app
