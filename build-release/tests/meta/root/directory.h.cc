#include "root/directory.h"
#include "root/directory.h"  // again
