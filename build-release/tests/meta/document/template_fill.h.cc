#include "document/template_fill.h"
#include "document/template_fill.h"  // again
