#include "document/zip.h"
#include "document/zip.h"  // again
