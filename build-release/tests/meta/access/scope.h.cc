#include "access/scope.h"
#include "access/scope.h"  // again
