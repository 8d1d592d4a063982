#include "app/units_csv.h"
#include "app/units_csv.h"  // again
