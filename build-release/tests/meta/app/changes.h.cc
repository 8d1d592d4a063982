#include "app/changes.h"
#include "app/changes.h"  // again
