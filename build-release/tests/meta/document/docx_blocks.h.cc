#include "document/docx_blocks.h"
#include "document/docx_blocks.h"  // again
