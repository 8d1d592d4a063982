#include "figure/plan.h"
#include "figure/plan.h"  // again
