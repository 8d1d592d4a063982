#include "directive/scan.h"
#include "directive/scan.h"  // again
