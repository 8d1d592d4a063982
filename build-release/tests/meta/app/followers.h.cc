#include "app/followers.h"
#include "app/followers.h"  // again
