#include "document/sheet_parts.h"
#include "document/sheet_parts.h"  // again
