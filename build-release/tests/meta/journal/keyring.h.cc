#include "journal/keyring.h"
#include "journal/keyring.h"  // again
