#include "app/bulletin_compare.h"
#include "app/bulletin_compare.h"  // again
