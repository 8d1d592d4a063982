#include "base/bytes.h"
#include "base/bytes.h"  // again
