#include "follow/follower.h"
#include "follow/follower.h"  // again
