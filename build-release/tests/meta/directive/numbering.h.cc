#include "directive/numbering.h"
#include "directive/numbering.h"  // again
