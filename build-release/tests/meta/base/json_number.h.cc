#include "base/json_number.h"
#include "base/json_number.h"  // again
