#include "base/uuid.h"
#include "base/uuid.h"  // again
