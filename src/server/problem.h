// Errors as application/problem+json: the one place that knows which error is which HTTP status.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "server/http.h"

namespace luoshi::server {

int StatusOf(const Error& error);
// {"type","title","status","key","detail","detail_en","pointer","errors"}. The detail of an error
// is never shown.
JsonObject ProblemOf(const Error& error);
Response ProblemResponse(const Error& error);
// The same for somebody with a browser.
Response ProblemPage(const Error& error);

}  // namespace luoshi::server
