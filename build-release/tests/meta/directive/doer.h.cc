#include "directive/doer.h"
#include "directive/doer.h"  // again
