#include "demo/workbooks.h"
#include "demo/workbooks.h"  // again
