#include "app/writer.h"
#include "app/writer.h"  // again
