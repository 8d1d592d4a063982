#include "journal/reader.h"
#include "journal/reader.h"  // again
