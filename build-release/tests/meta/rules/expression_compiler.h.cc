#include "rules/expression_compiler.h"
#include "rules/expression_compiler.h"  // again
