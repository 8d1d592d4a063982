#include "storage_sqlite/sqlite_store.h"
#include "storage_sqlite/sqlite_store.h"  // again
