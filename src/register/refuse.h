// How refusals of commands are written.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/ids.h"

namespace luoshi::registers {

inline Error Refuse(ErrorCode code,
                    std::string_view key,
                    Params params = {},
                    std::string pointer = {}) {
  return Error{code, std::string(key), std::move(params), std::move(pointer)};
}

inline constexpr std::string_view kMissing = "record.missing";

inline Error Missing(const RecordId& id) {
  return Refuse(ErrorCode::kNotFound, kMissing, {{"record", id.ToString()}}, "/record");
}

inline std::string PointerOf(std::string_view field) { return "/set/" + std::string(field); }

}  // namespace luoshi::registers
