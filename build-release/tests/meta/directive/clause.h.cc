#include "directive/clause.h"
#include "directive/clause.h"  // again
