// What the journals alone determine, and may therefore be thrown away.
#pragma once

#include "storage/store.h"

namespace luoshi::storage {

// Empties record, record_lookup, due_step, cell, cell_total and merkle_node.
Status ClearDerived(Tx& tx);

}  // namespace luoshi::storage
