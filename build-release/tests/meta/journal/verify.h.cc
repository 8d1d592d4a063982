#include "journal/verify.h"
#include "journal/verify.h"  // again
