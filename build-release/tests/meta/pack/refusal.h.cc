#include "pack/refusal.h"
#include "pack/refusal.h"  // again
