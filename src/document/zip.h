// Zip packages in memory: read through libzip under hard limits, written by a small deflate
// streamer of our own. libzip keeps every entry whole in memory until it closes; the streamer keeps
// only the packed bytes, and its output is the same bytes every time (no clock, no attributes).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace luoshi::document {

// What one uploaded package may unpack to. A file beyond this is refused, never half read.
constexpr std::uint64_t kMaxUnpackedBytes = std::uint64_t{512} << 20;
constexpr std::uint64_t kRatioCheckedFrom = std::uint64_t{10} << 20;
constexpr std::uint64_t kMaxRatio = 200;
constexpr std::int64_t kMaxEntries = 10'000;

class ZipReader {
 public:
  // `bytes` must outlive the reader. kInvalid document.damaged, document.too_large (limits above).
  static Result<ZipReader> Open(std::string_view bytes);
  ZipReader(ZipReader&&) noexcept;
  ZipReader& operator=(ZipReader&&) noexcept;
  ~ZipReader();

  bool Has(const std::string& name) const;
  const std::vector<std::string>& names() const { return names_; }
  // In pieces of at most 64 KiB; stops at the first error of `on_piece`. kInvalid document.damaged
  // when the entry is missing or does not unpack, document.locked when it has a password.
  Status Stream(const std::string& name,
                const std::function<Status(std::string_view)>& on_piece) const;
  Result<std::string> Read(const std::string& name) const;  // whole; same failures

 private:
  struct Archive;
  explicit ZipReader(std::unique_ptr<Archive> archive);
  std::unique_ptr<Archive> archive_;
  std::vector<std::string> names_;
};

// A copy of the package in which one entry has new content; all else is carried over as packed.
Result<std::string> ReplaceZipEntry(std::string_view bytes,
                                    const std::string& name,
                                    std::string_view content);

class ZipWriter {
 public:
  ZipWriter();
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  void Begin(std::string_view name);  // and ends the entry before
  void Write(std::string_view piece);
  void Add(std::string_view name, std::string_view content);
  // The whole package; the writer is empty afterwards. kInvalid document.too_large beyond 4 GiB.
  Result<std::string> Finish();

 private:
  struct Entry {
    std::string name;
    std::uint64_t offset = 0;
    std::uint64_t packed = 0;
    std::uint64_t unpacked = 0;
    std::uint32_t crc = 0;
  };
  struct Deflater;
  void End();
  void Pump(bool last);
  std::string out_;
  std::vector<Entry> entries_;
  std::unique_ptr<Deflater> deflater_;
  bool open_ = false;
};

}  // namespace luoshi::document
