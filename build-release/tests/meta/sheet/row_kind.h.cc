#include "sheet/row_kind.h"
#include "sheet/row_kind.h"  // again
