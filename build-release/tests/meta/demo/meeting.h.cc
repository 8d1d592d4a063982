#include "demo/meeting.h"
#include "demo/meeting.h"  // again
