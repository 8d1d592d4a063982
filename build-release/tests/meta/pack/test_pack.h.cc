#include "pack/test_pack.h"
#include "pack/test_pack.h"  // again
