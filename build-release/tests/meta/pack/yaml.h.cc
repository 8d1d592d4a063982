#include "pack/yaml.h"
#include "pack/yaml.h"  // again
