// Clock steps that have fallen due become events: somebody is told, or a role gets the item.
#pragma once

#include "follow/follower.h"

namespace luoshi::follow {

inline constexpr std::string_view kSteps = "steps";

// At most `limit` steps of one jurisdiction due at `now` or before, in time order, each a group of
// its own. The id derives from record, clock, anchor and step, so that a step happens once, however
// late and however often it is asked for (invariant 9). A step happens at its own moment, not at
// `now`. Reads only.
Result<std::vector<Group>> DueSteps(const Around& around,
                                    JurisdictionId jurisdiction,
                                    DateTime now,
                                    std::int64_t limit);

}  // namespace luoshi::follow
