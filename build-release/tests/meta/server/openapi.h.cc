#include "server/openapi.h"
#include "server/openapi.h"  // again
