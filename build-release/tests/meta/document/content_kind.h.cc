#include "document/content_kind.h"
#include "document/content_kind.h"  // again
