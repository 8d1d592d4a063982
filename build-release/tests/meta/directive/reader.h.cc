#include "directive/reader.h"
#include "directive/reader.h"  // again
