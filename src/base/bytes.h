// Byte strings: hex, base64 and the big-endian integers of our formats (docs/formats).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace luoshi {

std::string ToHex(std::string_view raw);                       // lower case
std::optional<std::string> FromHex(std::string_view hex);      // nullopt when not hex
std::string ToBase64(std::string_view raw);                    // RFC 4648, padded
std::optional<std::string> FromBase64(std::string_view text);  // nullopt when not base64

void AppendU32(std::string& out, std::uint32_t value);
void AppendU64(std::string& out, std::uint64_t value);

// Reads the same back from a string of unknown origin; every step past the end gives nullopt.
class ByteReader {
 public:
  explicit ByteReader(std::string_view raw) : rest_(raw) {}
  std::optional<std::uint8_t> U8();
  std::optional<std::uint32_t> U32();
  std::optional<std::uint64_t> U64();
  std::optional<std::string_view> Take(std::size_t size);
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace luoshi
