#include "directive/amount.h"
#include "directive/amount.h"  // again
