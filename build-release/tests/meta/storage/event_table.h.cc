#include "storage/event_table.h"
#include "storage/event_table.h"  // again
