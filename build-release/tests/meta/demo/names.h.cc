#include "demo/names.h"
#include "demo/names.h"  // again
