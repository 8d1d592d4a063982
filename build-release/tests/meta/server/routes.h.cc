#include "server/routes.h"
#include "server/routes.h"  // again
