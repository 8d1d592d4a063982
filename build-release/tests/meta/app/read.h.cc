#include "app/read.h"
#include "app/read.h"  // again
