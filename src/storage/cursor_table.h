// follower_cursor: how far each follower has read each journal.
#pragma once

#include <optional>
#include <string_view>

#include "storage/store.h"

namespace luoshi::storage {

Result<std::optional<Position>> FindCursor(Tx& tx,
                                           std::string_view follower,
                                           JurisdictionId jurisdiction);
Status PutCursor(Tx& tx, std::string_view follower, JurisdictionId jurisdiction, Position position);

}  // namespace luoshi::storage
