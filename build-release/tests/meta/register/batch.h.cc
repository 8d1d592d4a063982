#include "register/batch.h"
#include "register/batch.h"  // again
