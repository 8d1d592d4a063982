#include "app/bulletin.h"
#include "app/bulletin.h"  // again
