// Everything that follows from the journals, made anew from them.
#pragma once

#include "app/app.h"

namespace luoshi::app {

// Empties record, record_lookup, due_step, cell, cell_total and merkle_node and fills them again
// from events, keys and root journal, all in one transaction: after an error nothing has changed.
// Decides nothing again and leaves followers where they are. kInternal verify.*, journal.damaged,
// keys.wrong when the journals themselves are not sound. Cost: one pass over all events.
Status Rebuild(App& app);

}  // namespace luoshi::app
