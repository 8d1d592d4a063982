#include "app/bulletin_words.h"
#include "app/bulletin_words.h"  // again
