#include "server/page_parts.h"
#include "server/page_parts.h"  // again
