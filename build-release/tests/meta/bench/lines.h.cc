#include "bench/lines.h"
#include "bench/lines.h"  // again
