#include "journal/merkle.h"
#include "journal/merkle.h"  // again
