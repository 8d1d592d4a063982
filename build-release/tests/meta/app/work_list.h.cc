#include "app/work_list.h"
#include "app/work_list.h"  // again
