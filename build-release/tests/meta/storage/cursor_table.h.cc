#include "storage/cursor_table.h"
#include "storage/cursor_table.h"  // again
