#include "storage/record_table.h"
#include "storage/record_table.h"  // again
