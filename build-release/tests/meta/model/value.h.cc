#include "model/value.h"
#include "model/value.h"  // again
