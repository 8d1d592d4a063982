#include "document/canvas.h"
#include "document/canvas.h"  // again
