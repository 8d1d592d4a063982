#include "document/html_scan.h"
#include "document/html_scan.h"  // again
