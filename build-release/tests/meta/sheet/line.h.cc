#include "sheet/line.h"
#include "sheet/line.h"  // again
