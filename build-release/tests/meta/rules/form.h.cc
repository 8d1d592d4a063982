#include "rules/form.h"
#include "rules/form.h"  // again
