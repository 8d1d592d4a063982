#include "app/figures_json.h"
#include "app/figures_json.h"  // again
