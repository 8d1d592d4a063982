#include "directive/declined.h"
#include "directive/declined.h"  // again
