// How far each follower has read each journal.
#pragma once

#include <string_view>

#include "storage/store.h"

namespace luoshi::journal {

// 0 for a follower that never read it.
Result<Position> ReadCursor(storage::Tx& tx,
                            std::string_view follower,
                            JurisdictionId jurisdiction);
Status WriteCursor(storage::Tx& tx,
                   std::string_view follower,
                   JurisdictionId jurisdiction,
                   Position position);

}  // namespace luoshi::journal
