#include "host/files.h"
#include "host/files.h"  // again
