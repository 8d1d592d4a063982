#include "sheet/header.h"
#include "sheet/header.h"  // again
