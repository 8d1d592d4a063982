#include "sheet/reading.h"
#include "sheet/reading.h"  // again
