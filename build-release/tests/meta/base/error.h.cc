#include "base/error.h"
#include "base/error.h"  // again
