#include "document/template_read.h"
#include "document/template_read.h"  // again
