#include "register/erase.h"
#include "register/erase.h"  // again
