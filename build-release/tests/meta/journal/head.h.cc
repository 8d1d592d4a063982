#include "journal/head.h"
#include "journal/head.h"  // again
