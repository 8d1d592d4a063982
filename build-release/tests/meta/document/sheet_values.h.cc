#include "document/sheet_values.h"
#include "document/sheet_values.h"  // again
