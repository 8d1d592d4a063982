#include "directive/layout.h"
#include "directive/layout.h"  // again
