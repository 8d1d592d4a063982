#include "rules/field_value.h"
#include "rules/field_value.h"  // again
