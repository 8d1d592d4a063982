#include "document/png.h"
#include "document/png.h"  // again
