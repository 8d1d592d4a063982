#include "app/export.h"
#include "app/export.h"  // again
