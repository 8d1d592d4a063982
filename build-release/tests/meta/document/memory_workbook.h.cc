#include "document/memory_workbook.h"
#include "document/memory_workbook.h"  // again
