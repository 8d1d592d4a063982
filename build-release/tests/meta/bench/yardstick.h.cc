#include "bench/yardstick.h"
#include "bench/yardstick.h"  // again
