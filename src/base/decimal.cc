#include "base/decimal.h"

#include <algorithm>
#include <limits>

namespace luoshi {
namespace {

__extension__ using Wide = __int128;  // products of two 64-bit integers; both compilers have it

Wide Power(int exponent) {
  Wide out = 1;
  for (int i = 0; i < exponent; ++i) {
    out *= 10;
  }
  return out;
}

Error Overflow() { return Error{ErrorCode::kInvalid, "decimal.overflow"}; }

Result<Decimal> Narrow(Wide units, int scale) {
  if (units > std::numeric_limits<std::int64_t>::max() ||
      units < std::numeric_limits<std::int64_t>::min()) {
    return Overflow();
  }
  return Decimal(static_cast<std::int64_t>(units), scale);
}

// numerator / denominator, rounded. REQUIRES: denominator != 0
Wide RoundedQuotient(Wide numerator, Wide denominator, Rounding rounding) {
  Wide quotient = numerator / denominator;
  const Wide rest = numerator % denominator;
  if (rounding == Rounding::kHalfUp) {
    const Wide twice = (rest < 0 ? -rest : rest) * 2;
    if (twice >= (denominator < 0 ? -denominator : denominator)) {
      quotient += ((numerator < 0) == (denominator < 0)) ? 1 : -1;
    }
  }
  return quotient;
}

}  // namespace

Result<Decimal> Decimal::Parse(std::string_view text) {
  const Error invalid{
      ErrorCode::kInvalid, "decimal.invalid", {{"text", std::string(text.substr(0, 64))}}};
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
    rest.remove_prefix(1);
  }
  Wide units = 0;
  int scale = 0;
  int digits = 0;
  bool point = false;
  for (const char c : rest) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') {
      return invalid;
    }
    if (point && scale == kMaxScale) {
      if (c != '0') {
        return Overflow();
      }
      continue;
    }
    units = units * 10 + (c - '0');
    if (units > std::numeric_limits<std::int64_t>::max()) {
      return Overflow();
    }
    ++digits;
    scale += point ? 1 : 0;
  }
  if (digits == 0 || rest.back() == '.') {
    return invalid;
  }
  return Narrow(negative ? -units : units, scale);
}

std::string Decimal::ToString() const {
  const bool negative = units_ < 0;
  // negated as unsigned so that the smallest integer has a magnitude too
  const std::uint64_t magnitude =
      negative ? 0 - static_cast<std::uint64_t>(units_) : static_cast<std::uint64_t>(units_);
  std::string digits = std::to_string(magnitude);
  const auto behind = static_cast<std::size_t>(scale_);
  if (behind > 0) {
    if (digits.size() <= behind) {
      digits.insert(0, behind + 1 - digits.size(), '0');
    }
    digits.insert(digits.size() - behind, 1, '.');
  }
  return negative ? "-" + digits : digits;
}

Result<Decimal> Decimal::Add(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale_, b.scale_);
  return Narrow(a.units_ * Power(scale - a.scale_) + b.units_ * Power(scale - b.scale_), scale);
}

Result<Decimal> Decimal::Subtract(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale_, b.scale_);
  return Narrow(a.units_ * Power(scale - a.scale_) - b.units_ * Power(scale - b.scale_), scale);
}

Result<Decimal> Decimal::Multiply(const Decimal& a, const Decimal& b) {
  const Wide product = static_cast<Wide>(a.units_) * b.units_;
  const int scale = a.scale_ + b.scale_;
  if (scale <= kMaxScale) {
    return Narrow(product, scale);
  }
  return Narrow(RoundedQuotient(product, Power(scale - kMaxScale), Rounding::kHalfUp), kMaxScale);
}

Result<Decimal> Decimal::Divide(const Decimal& a, const Decimal& b, int scale, Rounding rounding) {
  if (b.units_ == 0) {
    return Error{ErrorCode::kInvalid, "decimal.division_by_zero"};
  }
  LUOSHI_CHECK(scale >= 0 && scale <= kMaxScale);
  const int shift = scale + b.scale_ - a.scale_;
  Wide numerator = a.units_;
  Wide denominator = b.units_;
  (shift >= 0 ? numerator : denominator) *= Power(shift >= 0 ? shift : -shift);
  return Narrow(RoundedQuotient(numerator, denominator, rounding), scale);
}

Result<Decimal> Decimal::Rescaled(int scale, Rounding rounding) const {
  return Divide(*this, FromInt(1), scale, rounding);
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  const int scale = std::max(scale_, other.scale_);
  const Wide left = units_ * Power(scale - scale_);
  const Wide right = other.units_ * Power(scale - other.scale_);
  return left < right   ? std::strong_ordering::less
         : left > right ? std::strong_ordering::greater
                        : std::strong_ordering::equal;
}

}  // namespace luoshi
