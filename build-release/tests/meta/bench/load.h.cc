#include "bench/load.h"
#include "bench/load.h"  // again
