#include "base/result.h"
#include "base/result.h"  // again
