#include "app/rederive.h"
#include "app/rederive.h"  // again
