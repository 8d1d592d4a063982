#include "figure/small_numbers.h"
#include "figure/small_numbers.h"  // again
