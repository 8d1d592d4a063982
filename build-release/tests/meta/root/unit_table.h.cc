#include "root/unit_table.h"
#include "root/unit_table.h"  // again
