#include "rules/cell.h"
#include "rules/cell.h"  // again
