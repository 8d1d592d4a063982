#include "demo/intake.h"
#include "demo/intake.h"  // again
