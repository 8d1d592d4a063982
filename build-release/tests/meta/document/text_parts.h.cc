#include "document/text_parts.h"
#include "document/text_parts.h"  // again
