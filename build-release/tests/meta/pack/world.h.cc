#include "pack/world.h"
#include "pack/world.h"  // again
