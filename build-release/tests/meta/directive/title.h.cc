#include "directive/title.h"
#include "directive/title.h"  // again
