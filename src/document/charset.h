// Text files as offices make them: UTF-8, GB18030 (which holds GBK and GB2312) and UTF-16, told
// apart by their content.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace luoshi::document {

constexpr std::size_t kMaxTextBytes = std::size_t{128} << 20;

// UTF-8 without byte order mark, U+0000 or carriage returns (line ends become \n). kInvalid
// document.encoding when it is none of the three, document.too_large beyond kMaxTextBytes.
Result<std::string> DecodeText(std::string_view bytes);

}  // namespace luoshi::document
