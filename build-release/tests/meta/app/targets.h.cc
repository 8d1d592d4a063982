#include "app/targets.h"
#include "app/targets.h"  // again
