#include "base/json.h"
#include "base/json.h"  // again
