#include "directive/reasons.h"
#include "directive/reasons.h"  // again
