#include "rules/form.h"
