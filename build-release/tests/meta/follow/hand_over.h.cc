#include "follow/hand_over.h"
#include "follow/hand_over.h"  // again
