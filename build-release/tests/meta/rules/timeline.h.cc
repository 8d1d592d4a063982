#include "rules/timeline.h"
#include "rules/timeline.h"  // again
