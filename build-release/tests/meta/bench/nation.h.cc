#include "bench/nation.h"
#include "bench/nation.h"  // again
