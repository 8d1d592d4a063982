#include "document/pdf_fonts.h"
#include "document/pdf_fonts.h"  // again
