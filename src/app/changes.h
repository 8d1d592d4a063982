// The events of a journal after a position, for whoever keeps up with it: clear parts only, as far
// as the reader may open the rows.
#pragma once

#include <vector>

#include "app/app.h"

namespace luoshi::app {

struct Changes {
  std::vector<Event> events;  // without personal parts
  Position next = 0;          // ask from here on; events in between that are not his are left out
  bool more = false;
};

// At most `limit` positions are looked at. kNotFound changes.no_journal; kForbidden
// access.administer for the root journal, which only administrators read.
Result<Changes> ReadChanges(App& app,
                            const access::Scope& scope,
                            JurisdictionId jurisdiction,
                            Position from,
                            std::int64_t limit);

}  // namespace luoshi::app
