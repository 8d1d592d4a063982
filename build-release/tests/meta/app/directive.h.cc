#include "app/directive.h"
#include "app/directive.h"  // again
