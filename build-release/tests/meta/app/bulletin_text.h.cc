#include "app/bulletin_text.h"
#include "app/bulletin_text.h"  // again
