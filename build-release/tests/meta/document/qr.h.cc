#include "document/qr.h"
#include "document/qr.h"  // again
