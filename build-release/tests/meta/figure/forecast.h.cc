#include "figure/forecast.h"
#include "figure/forecast.h"  // again
