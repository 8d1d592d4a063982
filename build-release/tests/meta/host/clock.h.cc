#include "host/clock.h"
#include "host/clock.h"  // again
