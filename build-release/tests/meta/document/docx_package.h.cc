#include "document/docx_package.h"
#include "document/docx_package.h"  // again
