#include "pack/pack_parts.h"
#include "pack/pack_parts.h"  // again
