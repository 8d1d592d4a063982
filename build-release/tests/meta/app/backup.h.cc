#include "app/backup.h"
#include "app/backup.h"  // again
