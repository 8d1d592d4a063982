#include "directive/line_guess.h"
#include "directive/line_guess.h"  // again
