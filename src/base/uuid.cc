#include "base/uuid.h"

#include <cstring>

#include "base/bytes.h"
#include "base/sha256.h"

namespace luoshi {

std::string Uuid::ToString() const {
  const std::string hex = ToHex(AsBytes());
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20);
}

std::string_view Uuid::AsBytes() const {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Result<Uuid> Uuid::Parse(std::string_view text) {
  std::string hex;
  for (const char c : text) {
    if (c != '-') {
      hex.push_back(c);
    }
  }
  const std::optional<std::string> raw = FromHex(hex);
  if (!raw || raw->size() != 16) {
    return Error{ErrorCode::kInvalid, "uuid.invalid", {{"text", std::string(text.substr(0, 64))}}};
  }
  return FromBytes(*raw);
}

Result<Uuid> Uuid::FromBytes(std::string_view raw) {
  if (raw.size() != 16) {
    return Error{ErrorCode::kInvalid, "uuid.invalid", {{"text", ToHex(raw.substr(0, 32))}}};
  }
  Uuid id;
  std::memcpy(id.bytes.data(), raw.data(), 16);
  return id;
}

Uuid Uuid::V7(std::int64_t unix_ms, const std::array<std::uint8_t, 10>& random) {
  Uuid id;
  for (int i = 0; i < 6; ++i) {
    id.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(unix_ms >> (8 * (5 - i)));
  }
  std::memcpy(id.bytes.data() + 6, random.data(), random.size());
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x70);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

Uuid Uuid::Derived(std::initializer_list<std::string_view> parts) {
  Sha256 hash;
  for (const std::string_view part : parts) {
    std::string length;
    AppendU32(length, static_cast<std::uint32_t>(part.size()));
    hash.Update(length);
    hash.Update(part);
  }
  const Hash256 digest = hash.Finish();
  Uuid id;
  std::memcpy(id.bytes.data(), digest.bytes.data(), 16);
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x80);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

}  // namespace luoshi
