#include "app/verify.h"
#include "app/verify.h"  // again
