#include "document/charset.h"
#include "document/charset.h"  // again
