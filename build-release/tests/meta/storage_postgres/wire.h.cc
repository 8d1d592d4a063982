#include "storage_postgres/wire.h"
#include "storage_postgres/wire.h"  // again
