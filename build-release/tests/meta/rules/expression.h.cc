#include "rules/expression.h"
#include "rules/expression.h"  // again
