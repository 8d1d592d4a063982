#include "rules/expression_lexer.h"
#include "rules/expression_lexer.h"  // again
