#include "journal/event_codec.h"
#include "journal/event_codec.h"  // again
