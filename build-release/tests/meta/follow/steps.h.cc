#include "follow/steps.h"
#include "follow/steps.h"  // again
