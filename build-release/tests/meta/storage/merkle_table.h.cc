#include "storage/merkle_table.h"
#include "storage/merkle_table.h"  // again
