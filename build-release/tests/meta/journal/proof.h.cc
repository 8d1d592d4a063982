#include "journal/proof.h"
#include "journal/proof.h"  // again
