#include "journal/journal.h"
#include "journal/journal.h"  // again
