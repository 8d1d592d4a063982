#include "storage/cell_table.h"
#include "storage/cell_table.h"  // again
