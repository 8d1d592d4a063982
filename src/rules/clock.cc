#include "rules/clock.h"
