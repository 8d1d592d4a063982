#include "demo/field_work.h"
#include "demo/field_work.h"  // again
