#include "app/bulletin_figures.h"
#include "app/bulletin_figures.h"  // again
