#include "server/http.h"
#include "server/http.h"  // again
