#include "document/pdf_table.h"
#include "document/pdf_table.h"  // again
