#include "storage/derived.h"
#include "storage/derived.h"  // again
