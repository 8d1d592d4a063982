#include "rules/timeline.h"
