#include "rules/clock.h"
#include "rules/clock.h"  // again
