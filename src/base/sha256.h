// SHA-256, the hash of cipher suite 1 (docs/formats/event.md).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace luoshi {

struct Hash256 {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Hash256&) const = default;
  std::string_view AsBytes() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string ToHex() const;
};

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void Update(std::string_view data);
  Hash256 Finish();  // and starts anew

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Hash256 HashOf(std::string_view data);

}  // namespace luoshi
