#include "pack/propose.h"
#include "pack/propose.h"  // again
