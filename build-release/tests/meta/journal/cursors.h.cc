#include "journal/cursors.h"
#include "journal/cursors.h"  // again
