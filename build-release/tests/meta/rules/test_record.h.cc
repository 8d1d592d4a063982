#include "rules/test_record.h"
#include "rules/test_record.h"  // again
