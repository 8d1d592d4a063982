#include "bench/town.h"
#include "bench/town.h"  // again
