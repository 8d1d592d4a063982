#include "document/docx_dom.h"
#include "document/docx_dom.h"  // again
