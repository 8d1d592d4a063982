#include "sheet/column_kind.h"
#include "sheet/column_kind.h"  // again
