#include "journal/appender.h"
#include "journal/appender.h"  // again
