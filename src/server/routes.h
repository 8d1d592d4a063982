// The one table of what is answered. openapi.json, dispatch, body limits and 405 all follow from
// it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "server/call.h"

namespace luoshi::server {

enum class Body { kNone, kJson, kBytes };

struct Parameter {
  std::string_view name;  // ends with ".*" when it stands for a family: set.*
  std::string_view about;
  bool required = false;
  bool repeated = false;
};

struct Route {
  std::string_view method;
  std::string_view path;  // /api/v1/records/{record}; a segment may have a tail: {number}.pdf
  Result<Response> (*handler)(Call& call) = nullptr;
  std::string_view summary;
  std::string_view permission;
  std::vector<Parameter> parameters;  // of the query
  std::string_view answers = "application/json";
  Body body = Body::kNone;
  std::string_view body_about = {};
  Cost cost = Cost::kQuick;
  bool anonymous = false;  // answered to nobody in particular
};

std::span<const Route> Routes();

inline constexpr std::size_t kJsonBody = std::size_t{1} << 20;
inline constexpr std::size_t kBytesBody = std::size_t{64} << 20;

struct Match {
  const Route* route = nullptr;  // nullptr: see `allowed`
  std::map<std::string, std::string, std::less<>> path;
  std::vector<std::string_view> allowed;  // the methods of this path; empty: no such path
};
Match FindRoute(std::string_view method, const std::vector<std::string>& path);

}  // namespace luoshi::server
