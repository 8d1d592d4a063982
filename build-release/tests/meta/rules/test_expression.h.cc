#include "rules/test_expression.h"
#include "rules/test_expression.h"  // again
