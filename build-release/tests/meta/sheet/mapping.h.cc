#include "sheet/mapping.h"
#include "sheet/mapping.h"  // again
