#include "document/sheet_reader.h"
#include "document/sheet_reader.h"  // again
