#include "host/files.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace luoshi {
namespace {

Error Unwritable(const std::string& path, int reason) {
  return Error{ErrorCode::kUnavailable,
               "file.unwritable",
               {{"path", path}},
               path,
               "errno " + std::to_string(reason)};
}

}  // namespace

Result<std::string> ReadFile(const std::string& path, std::size_t limit) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure)) {
    return Error{ErrorCode::kNotFound, "file.missing", {{"path", path}}, path};
  }
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  if (!failure && size > limit) {
    return Error{ErrorCode::kInvalid, "file.too_large", {{"path", path}}, path};
  }
  std::ifstream in(path, std::ios::binary);
  std::string content(std::istreambuf_iterator<char>(in), {});
  if (!in && !in.eof()) {
    return Error{ErrorCode::kInternal, "file.unreadable", {{"path", path}}, path};
  }
  return content;
}

Status WriteFile(const std::string& path, std::string_view content, bool secret) {
  const std::string beside = path + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                          secret ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
  if (file < 0) {
    return Unwritable(path, errno);
  }
  std::string_view rest = content;
  bool written = true;
  while (written && !rest.empty()) {
    const ssize_t count = ::write(file, rest.data(), rest.size());
    written = count > 0;
    rest.remove_prefix(written ? static_cast<std::size_t>(count) : 0);
  }
  written = written && ::fsync(file) == 0;
  const int reason = errno;
  ::close(file);
  if (!written || ::rename(beside.c_str(), path.c_str()) != 0) {
    ::unlink(beside.c_str());
    return Unwritable(path, reason);
  }
  return {};
}

Status MakeFolder(const std::string& path) {
  std::error_code failure;
  std::filesystem::create_directories(path, failure);
  return failure ? Status(Unwritable(path, failure.value())) : Status();
}

bool FileExists(const std::string& path) {
  std::error_code failure;
  return std::filesystem::exists(path, failure);
}

Result<std::vector<std::string>> ListFiles(const std::string& folder) {
  std::error_code failure;
  std::vector<std::string> out;
  for (std::filesystem::recursive_directory_iterator at(folder, failure), end;
       !failure && at != end; at.increment(failure)) {
    if (at->is_regular_file()) {
      out.push_back(std::filesystem::relative(at->path(), folder).generic_string());
    }
  }
  if (failure) {
    return Error{ErrorCode::kNotFound, "file.missing", {{"path", folder}}, folder};
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace luoshi
