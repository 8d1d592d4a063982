#include "rules/calendar.h"
