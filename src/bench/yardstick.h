// What the machine can do without this program.
#pragma once

#include <cstdint>
#include <string>

#include "bench/bench.h"

namespace luoshi::bench {

// Stores an event, the state of a random one of `records` and three leaf cells for each change, in
// durable batches, through the same database with the same settings, for `seconds`: changes a
// second.
Result<double> BareUpdates(const app::StoreOpener& opener,
                           const std::string& folder,
                           std::int64_t records,
                           int batch,
                           double seconds);

}  // namespace luoshi::bench
