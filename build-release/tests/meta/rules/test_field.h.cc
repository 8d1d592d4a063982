#include "rules/test_field.h"
#include "rules/test_field.h"  // again
