// The database of a single machine: one SQLite file.
#pragma once

#include <memory>
#include <string>

#include "storage/store.h"

namespace luoshi::storage_sqlite {

// Opens the file at `path`, making it (mode 0600, its folder must be there) and bringing its tables
// up to date. ":memory:" is a database that nobody else sees and that is gone with the store; it
// lies in a temporary file, because SQLite has no snapshots in memory, and is never flushed.
// kInvalid storage.schema_mismatch; kUnavailable storage.unreachable (no such folder, no
// permission), storage.busy (another process is writing), storage.full; kInternal storage.failed
// (damaged, or no database).
Result<std::unique_ptr<storage::Store>> OpenSqlite(const std::string& path);

}  // namespace luoshi::storage_sqlite
