#include "storage/head_table.h"
#include "storage/head_table.h"  // again
