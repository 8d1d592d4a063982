#include "demo/demo.h"
#include "demo/demo.h"  // again
