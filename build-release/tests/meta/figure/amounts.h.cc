#include "figure/amounts.h"
#include "figure/amounts.h"  // again
