#include "storage_postgres/postgres_store.h"
#include "storage_postgres/postgres_store.h"  // again
