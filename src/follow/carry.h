// Carried fields: a record keeps a copy of what a linked record says, so that its timeline depends
// on its own history alone.
#pragma once

#include "follow/follower.h"

namespace luoshi::follow {

inline constexpr std::string_view kCarry = "carry";

bool Carries(const root::Directory& directory);  // some pack has carried fields

// After an event of a record: those that carry from it, and itself where a correction may have
// brought an old link back. Asks for the change; what the fields become is decided with it from
// what the linked record says then (register/batch.h).
Status Carry(const Around& around, const Event& event, std::vector<Group>& groups);

// After `enabled`, a root event by which a version of a pack came into force: what fields it
// carries that it did not, or from elsewhere, are filled in the records there are. Looks at `limit`
// records of the jurisdiction after the id `after`, and says which was the last; nullopt: none is
// left.
Result<std::optional<RecordId>> FillCarried(const Around& around,
                                            JurisdictionId jurisdiction,
                                            const Event& enabled,
                                            const RecordId& after,
                                            std::int64_t limit,
                                            std::vector<Group>& groups);

}  // namespace luoshi::follow
