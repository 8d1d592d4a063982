#include "pack/pack_reader.h"
#include "pack/pack_reader.h"  // again
