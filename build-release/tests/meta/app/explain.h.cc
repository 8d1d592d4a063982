#include "app/explain.h"
#include "app/explain.h"  // again
