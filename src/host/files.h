// Files, read and written whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace luoshi {

// kNotFound file.missing, kInvalid file.too_large (over `limit` bytes), kInternal file.unreadable.
Result<std::string> ReadFile(const std::string& path, std::size_t limit = std::size_t{1} << 30);
// Whole or not at all: written beside, flushed, renamed over. kUnavailable file.unwritable.
Status WriteFile(const std::string& path, std::string_view content, bool secret = false);
Status MakeFolder(const std::string& path);
bool FileExists(const std::string& path);
// The files below `folder`, relative with '/', sorted.
Result<std::vector<std::string>> ListFiles(const std::string& folder);

}  // namespace luoshi
