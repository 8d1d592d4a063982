#include "document/pdf_writer.h"
#include "document/pdf_writer.h"  // again
