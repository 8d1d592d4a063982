#include "rules/history.h"
#include "rules/history.h"  // again
