// Exact decimals: an integer and how many of its digits stand behind the point. Money, areas and
// counts are these; nothing is ever a double.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace luoshi {

enum class Rounding {
  kHalfUp,  // 四舍五入: half away from zero, what Chinese reports use
  kDown,    // toward zero
};

class Decimal {
 public:
  static constexpr int kMaxScale = 9;

  constexpr Decimal() = default;
  // units / 10^scale. REQUIRES: 0 <= scale <= kMaxScale
  constexpr Decimal(std::int64_t units, int scale) : units_(units), scale_(scale) {}
  static constexpr Decimal FromInt(std::int64_t value) { return {value, 0}; }

  // "12", "-0.50", "1,234.5" without commas only; the scale is the number of digits written.
  // kInvalid decimal.invalid or decimal.overflow.
  static Result<Decimal> Parse(std::string_view text);

  std::int64_t units() const { return units_; }
  int scale() const { return scale_; }
  std::string ToString() const;  // with exactly scale() digits behind the point

  // Exact whatever the two scales are; a sum takes the larger scale. Overflow: decimal.overflow.
  static Result<Decimal> Add(const Decimal& a, const Decimal& b);
  static Result<Decimal> Subtract(const Decimal& a, const Decimal& b);
  // The product has the sum of the scales, cut to kMaxScale by half-up rounding.
  static Result<Decimal> Multiply(const Decimal& a, const Decimal& b);
  // kInvalid decimal.division_by_zero.
  static Result<Decimal> Divide(const Decimal& a, const Decimal& b, int scale, Rounding rounding);
  Result<Decimal> Rescaled(int scale, Rounding rounding = Rounding::kHalfUp) const;

  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const { return std::is_eq(*this <=> other); }
  bool IsZero() const { return units_ == 0; }
  bool IsNegative() const { return units_ < 0; }

 private:
  std::int64_t units_ = 0;
  int scale_ = 0;
};

}  // namespace luoshi
