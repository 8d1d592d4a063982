#include "register/decide.h"
#include "register/decide.h"  // again
