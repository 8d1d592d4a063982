#include "server/html.h"
#include "server/html.h"  // again
