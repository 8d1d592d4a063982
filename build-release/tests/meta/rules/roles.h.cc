#include "rules/roles.h"
#include "rules/roles.h"  // again
