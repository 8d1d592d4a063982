#include "bench/baseline.h"
#include "bench/baseline.h"  // again
