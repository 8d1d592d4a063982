#include "root/root_journal.h"
#include "root/root_journal.h"  // again
