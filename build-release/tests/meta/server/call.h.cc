#include "server/call.h"
#include "server/call.h"  // again
