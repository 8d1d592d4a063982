#include "cli/cli.h"
#include "cli/cli.h"  // again
