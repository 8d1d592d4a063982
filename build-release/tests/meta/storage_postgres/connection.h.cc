#include "storage_postgres/connection.h"
#include "storage_postgres/connection.h"  // again
