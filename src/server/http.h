// A request and its answer as plain values, and what the listener asks of whoever answers.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace luoshi::server {

using Query = std::multimap<std::string, std::string, std::less<>>;

struct Request {
  std::string method;             // "GET"; HEAD comes as GET, its body is left out when it is sent
  std::string target;             // as sent: /api/v1/units?unit=…
  std::vector<std::string> path;  // its segments, percent-decoded; empty for "/"
  Query query;                    // decoded, in no order between names
  std::map<std::string, std::string, std::less<>> headers;  // names in lower case
  std::string body;

  std::string_view Header(std::string_view name) const;  // "" when missing
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// Splits and decodes `target` into path and query. kInvalid http.target for what is no UTF-8, holds
// control characters or a wrong escape, or has more than 64 segments or parameters.
Status ReadTarget(Request& request);

// Where a request is answered: a light one where it was read, since handing it on costs more than
// answering it; what computes on other threads; what waits for the disk or makes papers on threads
// of its own.
enum class Cost { kLight, kQuick, kSlow };

// What is known once the head was read: how much body may follow, and what the answer will cost.
struct Admission {
  std::size_t body_limit = 0;
  Cost cost = Cost::kQuick;
};

// Called from many threads at once.
class Service {
 public:
  Service() = default;
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  virtual ~Service() = default;
  virtual Admission Admit(const Request& head) const = 0;
  // Must not throw. `request` has been through ReadTarget.
  virtual Response Handle(const Request& request) = 0;
  // The answer to what never became a request: too large, too slow, malformed.
  virtual Response Refuse(const Error& error) const = 0;
};

}  // namespace luoshi::server
