#include "rules/history.h"
