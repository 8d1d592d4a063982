#include "app/stated.h"
#include "app/stated.h"  // again
