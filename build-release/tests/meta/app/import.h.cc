#include "app/import.h"
#include "app/import.h"  // again
