#include "directive/lexicon.h"
#include "directive/lexicon.h"  // again
