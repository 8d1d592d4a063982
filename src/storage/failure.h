// The failures every database maps its own to. The detail names the statement and gives the
// database's words; it is logged, never shown, and holds no values of rows.
#pragma once

#include <string>

#include "base/error.h"

namespace luoshi::storage {

Error Busy(std::string detail);         // kUnavailable storage.busy: repeat the transaction
Error Full(std::string detail);         // kUnavailable storage.full: no space left
Error Unreachable(std::string detail);  // kUnavailable storage.unreachable
Error Duplicate(std::string detail);    // kConflict storage.duplicate: a unique key is taken
Error Failed(std::string detail);       // kInternal storage.failed: anything else

}  // namespace luoshi::storage
