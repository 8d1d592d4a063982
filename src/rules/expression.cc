#include "rules/expression.h"
