#include "storage/attachment_table.h"
#include "storage/attachment_table.h"  // again
