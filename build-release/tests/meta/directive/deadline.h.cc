#include "directive/deadline.h"
#include "directive/deadline.h"  // again
