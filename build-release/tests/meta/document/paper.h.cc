#include "document/paper.h"
#include "document/paper.h"  // again
