#include "document/sheet_annotate.h"
#include "document/sheet_annotate.h"  // again
