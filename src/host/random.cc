#include "host/random.h"

#include <openssl/rand.h>

#include "base/result.h"

namespace luoshi {

std::uint64_t Random::Next() {
  std::array<std::uint8_t, 8> raw{};
  Fill(raw);
  std::uint64_t out = 0;
  for (const std::uint8_t byte : raw) {
    out = (out << 8) | byte;
  }
  return out;
}

void SystemRandom::Fill(std::span<std::uint8_t> out) {
  LUOSHI_CHECK(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

void SeededRandom::Fill(std::span<std::uint8_t> out) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % 8 == 0) {
      state_ += 0x9E3779B97F4A7C15ULL;
      word = state_;
      word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9ULL;
      word = (word ^ (word >> 27)) * 0x94D049BB133111EBULL;
      word ^= word >> 31;
    }
    out[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
  }
}

std::int64_t SeededRandom::Below(std::int64_t bound) {
  LUOSHI_CHECK(bound > 0);
  return static_cast<std::int64_t>(Next() % static_cast<std::uint64_t>(bound));
}

Uuid NewId(const Clock& clock, Random& random) {
  std::array<std::uint8_t, 10> raw{};
  random.Fill(raw);
  return Uuid::V7(clock.Now().ms, raw);
}

}  // namespace luoshi
