#include "app/app.h"
#include "app/app.h"  // again
