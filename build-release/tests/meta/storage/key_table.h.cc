#include "storage/key_table.h"
#include "storage/key_table.h"  // again
