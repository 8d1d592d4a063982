#include "server/handlers.h"
#include "server/handlers.h"  // again
