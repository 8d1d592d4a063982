#include "bench/served.h"
#include "bench/served.h"  // again
