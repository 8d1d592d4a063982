#include "base/sha256.h"
#include "base/sha256.h"  // again
