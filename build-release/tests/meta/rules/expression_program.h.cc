#include "rules/expression_program.h"
#include "rules/expression_program.h"  // again
