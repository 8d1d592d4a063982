#include "app/rebuild.h"
#include "app/rebuild.h"  // again
