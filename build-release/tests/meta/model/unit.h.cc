#include "model/unit.h"
#include "model/unit.h"  // again
