#include "journal/record_keys.h"
#include "journal/record_keys.h"  // again
