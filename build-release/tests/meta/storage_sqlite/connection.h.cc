#include "storage_sqlite/connection.h"
#include "storage_sqlite/connection.h"  // again
