#include "document/sheet_xlsx.h"
#include "document/sheet_xlsx.h"  // again
