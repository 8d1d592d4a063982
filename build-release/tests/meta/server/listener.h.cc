#include "server/listener.h"
#include "server/listener.h"  // again
