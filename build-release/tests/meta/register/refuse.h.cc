#include "register/refuse.h"
#include "register/refuse.h"  // again
