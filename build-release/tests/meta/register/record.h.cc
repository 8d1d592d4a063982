#include "register/record.h"
#include "register/record.h"  // again
