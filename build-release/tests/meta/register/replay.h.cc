#include "register/replay.h"
#include "register/replay.h"  // again
