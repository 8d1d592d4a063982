#include "figure/compare.h"
#include "figure/compare.h"  // again
