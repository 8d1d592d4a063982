#include "model/event.h"
#include "model/event.h"  // again
