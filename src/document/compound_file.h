// The compound file of old office programs ([MS-CFB]): a small file system of streams. Internal to
// document. Every chain is bounded by the file's own size, so a wrong one ends with an error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace luoshi::document {

// Little-endian numbers at a place; 0 beyond the end.
std::uint16_t Read16(std::string_view bytes, std::size_t at);
std::uint32_t Read32(std::string_view bytes, std::size_t at);
// UTF-16LE; lone surrogates become U+FFFD, U+0000 is left out.
std::string Utf16ToUtf8(std::string_view bytes);

class CompoundFile {
 public:
  // `bytes` must outlive it. kInvalid document.damaged.
  static Result<CompoundFile> Open(std::string_view bytes);

  bool Has(std::string_view name) const { return Find(name) != nullptr; }
  // The whole stream. kInvalid document.damaged when it is missing or its chain is wrong.
  Result<std::string> Read(std::string_view name) const;

 private:
  struct Entry {
    std::string name;
    std::uint32_t start = 0;
    std::uint64_t size = 0;
    bool is_stream = false;
  };

  const Entry* Find(std::string_view name) const;
  Result<std::string> Chain(std::uint32_t start, std::uint64_t size) const;
  Result<std::string> MiniChain(std::uint32_t start, std::uint64_t size) const;
  std::string_view Sector(std::uint32_t number) const;

  std::string_view bytes_;
  std::size_t sector_size_ = 512;
  std::uint64_t mini_limit_ = 4096;
  std::vector<std::uint32_t> fat_;
  std::vector<std::uint32_t> mini_fat_;
  std::string mini_stream_;
  std::vector<Entry> entries_;
};

}  // namespace luoshi::document
