#include "document/text_extract.h"
#include "document/text_extract.h"  // again
