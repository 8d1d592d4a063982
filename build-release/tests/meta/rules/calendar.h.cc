#include "rules/calendar.h"
#include "rules/calendar.h"  // again
