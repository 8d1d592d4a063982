#include "storage/store.h"
#include "storage/store.h"  // again
