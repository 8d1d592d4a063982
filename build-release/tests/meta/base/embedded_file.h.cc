#include "base/embedded_file.h"
#include "base/embedded_file.h"  // again
