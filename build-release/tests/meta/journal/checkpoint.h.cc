#include "journal/checkpoint.h"
#include "journal/checkpoint.h"  // again
