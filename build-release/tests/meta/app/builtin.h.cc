#include "app/builtin.h"
#include "app/builtin.h"  // again
