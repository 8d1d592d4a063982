#include "document/template_parts.h"
#include "document/template_parts.h"  // again
