// What went wrong, as a value: a closed code for programs, a stable key with parameters for people,
// a pointer to the field or row, and a detail that is only ever logged.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luoshi {

// Closed list. The edges map it: HTTP status in server/, exit code in cli/.
enum class ErrorCode {
  kInvalid,          // the input is wrong; the same call fails again
  kUnauthenticated,  // nobody is named
  kForbidden,        // somebody is named who may not
  kNotFound,         // what the caller named is not there
  kConflict,         // the caller saw an older state
  kUnavailable,      // try again later: busy, full, not reachable
  kInternal,         // a defect of ours or of the disk
};

using Params = std::vector<std::pair<std::string, std::string>>;

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string key;            // a row of base/messages.cc, for example "field.required"
  Params params;              // fill the {names} of that row's sentences
  std::string pointer;        // JSON pointer, "file:line:column", or "sheet!row": where it is
  std::string detail;         // for the log; never shown to a user
  std::vector<Error> others;  // further errors of the same input; validation names them all

  Error() = default;
  Error(ErrorCode error_code,
        std::string error_key,
        Params error_params = {},
        std::string error_pointer = {},
        std::string error_detail = {})
      : code(error_code),
        key(std::move(error_key)),
        params(std::move(error_params)),
        pointer(std::move(error_pointer)),
        detail(std::move(error_detail)) {}
};

enum class Language { kZh, kEn };

// The sentence for people: what is wrong and what to do. An unknown key gives the key itself.
std::string Message(const Error& error, Language language);
std::string_view CodeName(ErrorCode code);  // "invalid", "not_found", …

}  // namespace luoshi
