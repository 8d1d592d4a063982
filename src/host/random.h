// Randomness: the operating system's for keys, salts and ids; a seeded stream for examples and
// tests.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/uuid.h"
#include "host/clock.h"

namespace luoshi {

class Random {
 public:
  Random() = default;
  Random(const Random&) = delete;
  Random& operator=(const Random&) = delete;
  virtual ~Random() = default;
  virtual void Fill(std::span<std::uint8_t> out) = 0;
  std::uint64_t Next();
};

// Cryptographic, from OpenSSL's generator. Safe from many threads.
class SystemRandom : public Random {
 public:
  void Fill(std::span<std::uint8_t> out) override;
};

// SplitMix64: the same seed, the same numbers. Never for secrets.
class SeededRandom : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void Fill(std::span<std::uint8_t> out) override;
  // Evenly from 0 to bound-1. REQUIRES: bound > 0
  std::int64_t Below(std::int64_t bound);

 private:
  std::uint64_t state_;
};

Uuid NewId(const Clock& clock, Random& random);  // UUIDv7

}  // namespace luoshi
