#include "app/import_table.h"
#include "app/import_table.h"  // again
