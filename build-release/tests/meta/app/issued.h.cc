#include "app/issued.h"
#include "app/issued.h"  // again
