#include "follow/carry.h"
#include "follow/carry.h"  // again
