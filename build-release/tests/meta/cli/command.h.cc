#include "cli/command.h"
#include "cli/command.h"  // again
