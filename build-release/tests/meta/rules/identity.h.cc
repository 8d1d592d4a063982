#include "rules/identity.h"
#include "rules/identity.h"  // again
