#include "base/decimal.h"
#include "base/decimal.h"  // again
