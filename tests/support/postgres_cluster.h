// A throw-away PostgreSQL cluster, shared by all tests of one user that run at the same time.
#pragma once

#include <string>

#include "base/result.h"

namespace luoshi::testing {

// The connection string of the cluster's database, starting the cluster when it does not run. It
// runs on while this process lives; some seconds after the last such process has ended, however it
// ended, it is stopped and its files are removed. kUnavailable when PostgreSQL is not installed or
// does not start: the detail says why.
Result<std::string> PostgresCluster();

}  // namespace luoshi::testing
