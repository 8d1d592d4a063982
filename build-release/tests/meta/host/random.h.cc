#include "host/random.h"
#include "host/random.h"  // again
