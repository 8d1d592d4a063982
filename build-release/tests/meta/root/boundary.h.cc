#include "root/boundary.h"
#include "root/boundary.h"  // again
