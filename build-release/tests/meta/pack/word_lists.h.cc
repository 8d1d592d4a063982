#include "pack/word_lists.h"
#include "pack/word_lists.h"  // again
