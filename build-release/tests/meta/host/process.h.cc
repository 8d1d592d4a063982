#include "host/process.h"
#include "host/process.h"  // again
