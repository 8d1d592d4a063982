#include "base/messages.h"
#include "base/messages.h"  // again
