#include "register/command.h"
#include "register/command.h"  // again
