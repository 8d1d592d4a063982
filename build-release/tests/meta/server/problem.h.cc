#include "server/problem.h"
#include "server/problem.h"  // again
