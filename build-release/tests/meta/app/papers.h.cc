#include "app/papers.h"
#include "app/papers.h"  // again
