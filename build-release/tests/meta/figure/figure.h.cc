#include "figure/figure.h"
#include "figure/figure.h"  // again
