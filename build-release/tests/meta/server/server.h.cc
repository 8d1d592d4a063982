#include "server/server.h"
#include "server/server.h"  // again
