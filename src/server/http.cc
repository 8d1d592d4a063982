#include "server/http.h"

#include "base/bytes.h"
#include "base/text.h"

namespace luoshi::server {
namespace {

constexpr std::size_t kMostParts = 64;

Error WrongTarget() { return {ErrorCode::kInvalid, "http.target"}; }

Result<std::string> Decoded(std::string_view raw, bool form) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '+' && form) {
      out += ' ';
    } else if (raw[i] != '%') {
      out += raw[i];
    } else {
      const std::optional<std::string> byte =
          i + 2 < raw.size() ? FromHex(raw.substr(i + 1, 2)) : std::nullopt;
      if (!byte) {
        return WrongTarget();
      }
      out += *byte;
      i += 2;
    }
  }
  for (const char c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      return WrongTarget();
    }
  }
  if (!IsValidText(out)) {
    return WrongTarget();
  }
  return out;
}

}  // namespace

std::string_view Request::Header(std::string_view name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

Status ReadTarget(Request& request) {
  std::string_view path = request.target;
  std::string_view query;
  if (const std::size_t mark = path.find('?'); mark != std::string_view::npos) {
    query = path.substr(mark + 1);
    path = path.substr(0, mark);
  }
  if (path.empty() || path.front() != '/') {
    return WrongTarget();
  }
  path.remove_prefix(1);
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    TRY_ASSIGN(std::string segment, Decoded(path.substr(0, end), false));
    request.path.push_back(std::move(segment));
    path.remove_prefix(std::min(end + 1, path.size()));
    if (request.path.size() > kMostParts) {
      return WrongTarget();
    }
  }
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) {
      continue;
    }
    const std::size_t equals = std::min(pair.find('='), pair.size());
    TRY_ASSIGN(std::string name, Decoded(pair.substr(0, equals), true));
    TRY_ASSIGN(std::string value, Decoded(pair.substr(std::min(equals + 1, pair.size())), true));
    request.query.emplace(std::move(name), std::move(value));
    if (request.query.size() > kMostParts) {
      return WrongTarget();
    }
  }
  return {};
}

}  // namespace luoshi::server
