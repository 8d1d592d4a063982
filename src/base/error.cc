#include "base/error.h"

#include "base/messages.h"
#include "base/result.h"

namespace luoshi {

std::string Message(const Error& error, Language language) {
  const MessageRow* row = FindMessage(error.key);
  if (row == nullptr) {
    return error.key;
  }
  std::string_view text = language == Language::kZh ? row->zh : row->en;
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out.append(text.substr(0, open));
    if (open == std::string_view::npos) {
      break;
    }
    const std::size_t close = text.find('}', open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    for (const auto& [key, value] : error.params) {
      if (key == name) {
        out.append(value);
        break;
      }
    }
    text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
  }
  return out;
}

std::string_view CodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return "invalid";
    case ErrorCode::kUnauthenticated:
      return "unauthenticated";
    case ErrorCode::kForbidden:
      return "forbidden";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kUnavailable:
      return "unavailable";
    case ErrorCode::kInternal:
      return "internal";
  }
  return "internal";
}

void ThrowBug(const char* condition, const char* file, int line) {
  throw BugError(std::string(file) + ":" + std::to_string(line) + ": " + condition);
}

}  // namespace luoshi
