#include "sheet/words.h"
#include "sheet/words.h"  // again
