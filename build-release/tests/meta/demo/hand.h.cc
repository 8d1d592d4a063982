#include "demo/hand.h"
#include "demo/hand.h"  // again
