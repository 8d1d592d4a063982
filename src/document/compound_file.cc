#include "document/compound_file.h"

#include <algorithm>

#include "base/text.h"

namespace luoshi::document {
namespace {

constexpr std::uint32_t kLastSector = 0xFFFFFFFA;  // above it only marks: end, free, FAT
constexpr std::size_t kMiniSector = 64;

Error Damaged(std::string why) {
  return {ErrorCode::kInvalid, "document.damaged", {}, "", std::move(why)};
}

}  // namespace

std::uint16_t Read16(std::string_view bytes, std::size_t at) {
  if (at + 2 > bytes.size()) {
    return 0;
  }
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) |
                                    static_cast<unsigned char>(bytes[at + 1]) << 8);
}

std::uint32_t Read32(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(Read16(bytes, at)) |
         static_cast<std::uint32_t>(Read16(bytes, at + 2)) << 16;
}

std::string Utf16ToUtf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() / 2 * 3);
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t point = Read16(bytes, at);
    if (point >= 0xD800 && point < 0xDC00) {
      const char32_t low = Read16(bytes, at + 2);
      if (low >= 0xDC00 && low < 0xE000 && at + 3 < bytes.size()) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      } else {
        point = 0xFFFD;
      }
    } else if (point >= 0xDC00 && point < 0xE000) {
      point = 0xFFFD;
    }
    if (point != 0) {
      AppendCodePoint(out, point);
    }
  }
  return out;
}

std::string_view CompoundFile::Sector(std::uint32_t number) const {
  const std::uint64_t begin = (static_cast<std::uint64_t>(number) + 1) * sector_size_;
  return begin >= bytes_.size() ? std::string_view() : bytes_.substr(begin, sector_size_);
}

Result<CompoundFile> CompoundFile::Open(std::string_view bytes) {
  CompoundFile file;
  file.bytes_ = bytes;
  constexpr std::size_t kHeader = 512;
  const unsigned shift = Read16(bytes, 30);
  if (bytes.size() < kHeader || (shift != 9 && shift != 12) || Read16(bytes, 32) != 6) {
    return Damaged("compound header");
  }
  file.sector_size_ = std::size_t{1} << shift;
  file.mini_limit_ = std::min<std::uint64_t>(Read32(bytes, 56), 1 << 20);
  const std::size_t sectors = bytes.size() / file.sector_size_ + 1;

  // The sectors of the FAT: 109 in the header, more in a chain of their own.
  constexpr std::size_t kInHeader = 109;
  std::vector<std::uint32_t> fat_sectors;
  const std::size_t wanted = std::min<std::size_t>(Read32(bytes, 44), sectors);
  for (std::size_t i = 0; i < kInHeader && fat_sectors.size() < wanted; ++i) {
    fat_sectors.push_back(Read32(bytes, 76 + i * 4));
  }
  std::uint32_t next = Read32(bytes, 68);
  for (std::size_t steps = 0; fat_sectors.size() < wanted && next <= kLastSector; ++steps) {
    const std::string_view sector = file.Sector(next);
    if (sector.empty() || steps > sectors) {
      return Damaged("chain of FAT sectors");
    }
    for (std::size_t i = 0; i + 8 <= sector.size() && fat_sectors.size() < wanted; i += 4) {
      fat_sectors.push_back(Read32(sector, i));
    }
    next = Read32(sector, file.sector_size_ - 4);
  }
  file.fat_.reserve(fat_sectors.size() * file.sector_size_ / 4);
  for (const std::uint32_t number : fat_sectors) {
    const std::string_view sector = file.Sector(number);
    for (std::size_t i = 0; i < file.sector_size_; i += 4) {
      file.fat_.push_back(i + 4 <= sector.size() ? Read32(sector, i) : 0xFFFFFFFF);
    }
  }

  TRY_ASSIGN(const std::string directory, file.Chain(Read32(bytes, 48), UINT64_MAX));
  constexpr std::size_t kEntry = 128;
  for (std::size_t at = 0; at + kEntry <= directory.size(); at += kEntry) {
    const std::string_view raw = std::string_view(directory).substr(at, kEntry);
    const int type = static_cast<unsigned char>(raw[66]);
    const std::size_t length = std::min<std::size_t>(Read16(raw, 64), 64);
    Entry entry;
    entry.name = Utf16ToUtf8(raw.substr(0, length < 2 ? 0 : length - 2));
    entry.start = Read32(raw, 116);
    entry.size = Read32(raw, 120);
    entry.is_stream = type == 2;
    if (type == 5) {  // the root: its stream holds the small ones
      TRY_ASSIGN(file.mini_stream_, file.Chain(entry.start, entry.size));
    }
    file.entries_.push_back(std::move(entry));
  }
  if (Read32(bytes, 64) != 0) {
    TRY_ASSIGN(const std::string mini, file.Chain(Read32(bytes, 60), UINT64_MAX));
    for (std::size_t i = 0; i + 4 <= mini.size(); i += 4) {
      file.mini_fat_.push_back(Read32(mini, i));
    }
  }
  return file;
}

Result<std::string> CompoundFile::Chain(std::uint32_t start, std::uint64_t size) const {
  std::string out;
  std::uint32_t at = start;
  const bool whole = size == UINT64_MAX;
  while (at <= kLastSector && (whole || out.size() < size)) {
    const std::string_view sector = Sector(at);
    // a chain longer than the file goes in a circle
    if (sector.empty() || at >= fat_.size() || out.size() > bytes_.size()) {
      return Damaged("chain of sectors");
    }
    out += sector;
    at = fat_[at];
  }
  if (!whole) {
    if (out.size() < size) {
      return Damaged("stream cut off");
    }
    out.resize(size);
  }
  return out;
}

Result<std::string> CompoundFile::MiniChain(std::uint32_t start, std::uint64_t size) const {
  std::string out;
  std::uint32_t at = start;
  while (at <= kLastSector && out.size() < size) {
    const std::size_t begin = static_cast<std::size_t>(at) * kMiniSector;
    if (begin >= mini_stream_.size() || at >= mini_fat_.size() ||
        out.size() > mini_stream_.size()) {
      return Damaged("chain of small sectors");
    }
    out += std::string_view(mini_stream_).substr(begin, kMiniSector);
    at = mini_fat_[at];
  }
  if (out.size() < size) {
    return Damaged("small stream cut off");
  }
  out.resize(size);
  return out;
}

const CompoundFile::Entry* CompoundFile::Find(std::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [name](const Entry& entry) {
    return entry.is_stream && entry.name == name;
  });
  return found == entries_.end() ? nullptr : &*found;
}

Result<std::string> CompoundFile::Read(std::string_view name) const {
  const Entry* entry = Find(name);
  if (entry == nullptr) {
    return Damaged("no stream " + std::string(name));
  }
  if (entry->size > bytes_.size()) {
    return Damaged("stream longer than the file");
  }
  return entry->size < mini_limit_ ? MiniChain(entry->start, entry->size)
                                   : Chain(entry->start, entry->size);
}

}  // namespace luoshi::document
