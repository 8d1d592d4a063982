#include "demo/county.h"
#include "demo/county.h"  // again
