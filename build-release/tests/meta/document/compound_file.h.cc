#include "document/compound_file.h"
#include "document/compound_file.h"  // again
