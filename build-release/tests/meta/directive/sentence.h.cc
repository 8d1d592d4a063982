#include "directive/sentence.h"
#include "directive/sentence.h"  // again
