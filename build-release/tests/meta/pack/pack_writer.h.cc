#include "pack/pack_writer.h"
#include "pack/pack_writer.h"  // again
