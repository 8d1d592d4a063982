#include "rules/definition.h"
#include "rules/definition.h"  // again
