// The database of a county that shares one between machines: PostgreSQL.
#pragma once

#include <memory>
#include <string>

#include "storage/store.h"

namespace luoshi::storage_postgres {

// Connects with a libpq connection string ("host=… dbname=…" or a URI) to a UTF-8 database and
// brings its tables up to date. Several processes may do so at once.
// kInvalid storage.schema_mismatch; kUnavailable storage.unreachable, storage.busy (too many
// connections), storage.full; kInternal storage.failed (not UTF-8, no right to make tables).
Result<std::unique_ptr<storage::Store>> OpenPostgres(const std::string& conninfo);

}  // namespace luoshi::storage_postgres
