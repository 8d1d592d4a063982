#include "demo/people.h"
#include "demo/people.h"  // again
