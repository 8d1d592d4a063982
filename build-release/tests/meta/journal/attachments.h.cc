#include "journal/attachments.h"
#include "journal/attachments.h"  // again
