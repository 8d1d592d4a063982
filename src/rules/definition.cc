#include "rules/definition.h"
