#include "root/unit_names.h"
#include "root/unit_names.h"  // again
