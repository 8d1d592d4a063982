#include "app/plan.h"
#include "app/plan.h"  // again
