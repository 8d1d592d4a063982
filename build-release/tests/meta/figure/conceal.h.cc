#include "figure/conceal.h"
#include "figure/conceal.h"  // again
