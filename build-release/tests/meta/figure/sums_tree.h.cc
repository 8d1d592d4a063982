#include "figure/sums_tree.h"
#include "figure/sums_tree.h"  // again
