#include "pack/pack_check.h"
#include "pack/pack_check.h"  // again
