#include "app/register_query.h"
#include "app/register_query.h"  // again
