// The committed numbers of an earlier run (docs/benchmarks/baseline.json) and what became slower.
#pragma once

#include <string>

#include "base/json.h"

namespace luoshi::bench {

// {"line", "ratio_before", "ratio"} of the lines of both runs whose ratio to the yardstick of its
// own run fell by more than a quarter. `baseline` is the output of an earlier run. kInvalid
// bench.baseline.
Result<JsonArray> Slower(const JsonArray& lines, const std::string& baseline);

}  // namespace luoshi::bench
