#include "document/sheet_writer.h"
#include "document/sheet_writer.h"  // again
