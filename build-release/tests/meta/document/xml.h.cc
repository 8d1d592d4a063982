#include "document/xml.h"
#include "document/xml.h"  // again
