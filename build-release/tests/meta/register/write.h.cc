#include "register/write.h"
#include "register/write.h"  // again
