#include "model/ids.h"
#include "model/ids.h"  // again
