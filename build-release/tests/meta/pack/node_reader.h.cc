#include "pack/node_reader.h"
#include "pack/node_reader.h"  // again
