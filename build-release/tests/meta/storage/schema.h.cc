#include "storage/schema.h"
#include "storage/schema.h"  // again
