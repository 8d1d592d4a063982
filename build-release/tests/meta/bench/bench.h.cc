#include "bench/bench.h"
#include "bench/bench.h"  // again
