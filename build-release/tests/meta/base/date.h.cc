#include "base/date.h"
#include "base/date.h"  // again
