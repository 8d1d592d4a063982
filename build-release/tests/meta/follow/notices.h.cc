#include "follow/notices.h"
#include "follow/notices.h"  // again
