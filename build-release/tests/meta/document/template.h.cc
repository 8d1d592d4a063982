#include "document/template.h"
#include "document/template.h"  // again
