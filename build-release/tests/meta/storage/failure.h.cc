#include "storage/failure.h"
#include "storage/failure.h"  // again
