#include "app/sheet_units.h"
#include "app/sheet_units.h"  // again
