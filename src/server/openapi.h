// openapi.json, made from the table of routes.
#pragma once

#include "base/json.h"

namespace luoshi::server {

JsonObject OpenApiDocument();

}  // namespace luoshi::server
