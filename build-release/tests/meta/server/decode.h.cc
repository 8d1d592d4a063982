#include "server/decode.h"
#include "server/decode.h"  // again
