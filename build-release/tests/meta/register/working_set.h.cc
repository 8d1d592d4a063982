#include "register/working_set.h"
#include "register/working_set.h"  // again
