#include "journal/cursors.h"

#include "storage/cursor_table.h"

namespace luoshi::journal {

Result<Position> ReadCursor(storage::Tx& tx,
                            std::string_view follower,
                            JurisdictionId jurisdiction) {
  TRY_ASSIGN(const std::optional<Position> found, storage::FindCursor(tx, follower, jurisdiction));
  return found.value_or(0);
}

Status WriteCursor(storage::Tx& tx,
                   std::string_view follower,
                   JurisdictionId jurisdiction,
                   Position position) {
  return storage::PutCursor(tx, follower, jurisdiction, position);
}

}  // namespace luoshi::journal
