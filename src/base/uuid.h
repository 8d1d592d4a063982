// 128-bit ids: UUIDv7 for what is new, a hash of its causes for what must be the same on
// repetition.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.h"

namespace luoshi {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Uuid&) const = default;
  bool IsNil() const { return *this == Uuid{}; }
  std::string ToString() const;      // 8-4-4-4-12 lower-case hex
  std::string_view AsBytes() const;  // 16 raw bytes, valid while this lives

  static Result<Uuid> Parse(std::string_view text);     // kInvalid uuid.invalid
  static Result<Uuid> FromBytes(std::string_view raw);  // exactly 16 bytes
  // RFC 9562 version 7 from a time and ten random bytes (the host gives both).
  static Uuid V7(std::int64_t unix_ms, const std::array<std::uint8_t, 10>& random);
  // The id of something that follows from `parts` alone: the first 16 bytes of SHA-256 over the
  // length-prefixed parts, marked version 8. Same parts, same id, on every machine.
  static Uuid Derived(std::initializer_list<std::string_view> parts);
};

}  // namespace luoshi

template <>
struct std::hash<luoshi::Uuid> {
  std::size_t operator()(const luoshi::Uuid& id) const noexcept {
    std::size_t out = 0;
    for (const std::uint8_t byte : id.bytes) {
      out = out * 131 + byte;
    }
    return out;
  }
};
