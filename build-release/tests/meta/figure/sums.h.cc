#include "figure/sums.h"
#include "figure/sums.h"  // again
