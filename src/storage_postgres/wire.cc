#include "storage_postgres/wire.h"

#include <algorithm>

namespace luoshi::storage_postgres {
namespace {

// The position after the literal, name or comment that begins at `at`; `at` when none does.
std::size_t SkipQuoted(std::string_view sql, std::size_t at) {
  std::string_view end;
  std::size_t from = at + 1;
  if (sql[at] == '\'' || sql[at] == '"') {
    end = sql.substr(at, 1);  // a doubled quote reads as two literals side by side: as good
  } else if (sql.substr(at, 2) == "--") {
    end = "\n";
  } else if (sql.substr(at, 2) == "/*") {
    end = "*/";
    from = at + 2;
  } else {
    return at;
  }
  const std::size_t found = sql.find(end, from);
  return found == std::string_view::npos ? sql.size() : found + end.size();
}

// The number that begins at `at`, 0 when none does.
std::size_t NumberAt(std::string_view sql, std::size_t at) {
  std::size_t out = 0;
  for (; at < sql.size() && sql[at] >= '0' && sql[at] <= '9' && out < 100'000; ++at) {
    out = out * 10 + static_cast<std::size_t>(sql[at] - '0');
  }
  return out;
}

}  // namespace

Dollars WithDollars(std::string_view sql) {
  Dollars out;
  out.sql.reserve(sql.size());
  std::size_t at = 0;
  while (at < sql.size()) {
    if (const std::size_t after = SkipQuoted(sql, at); after > at) {
      out.sql.append(sql.substr(at, after - at));
      at = after;
      continue;
    }
    const std::size_t number = sql[at] == '?' ? NumberAt(sql, at + 1) : 0;
    out.parameters = std::max(out.parameters, number);
    out.sql.push_back(number > 0 ? '$' : sql[at]);
    ++at;
  }
  return out;
}

std::int64_t DecodeInteger(std::string_view raw) {
  std::uint64_t bits =
      !raw.empty() && (static_cast<unsigned char>(raw[0]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : raw) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
  }
  return static_cast<std::int64_t>(bits);
}

void EncodeInteger(std::int64_t value, std::array<char, 8>& out) {
  auto bits = static_cast<std::uint64_t>(value);
  for (auto byte = out.rbegin(); byte != out.rend(); ++byte) {
    *byte = static_cast<char>(bits & 0xFFU);
    bits >>= 8;
  }
}

// Digits to base 10,000, the first worth 10,000^weight; behind the point only zeros may stand.
std::optional<std::int64_t> DecodeNumeric(std::string_view raw) {
  constexpr std::int64_t kNegative = 0x4000;
  if (raw.size() < 8) {
    return std::nullopt;
  }
  const std::int64_t count = DecodeInteger(raw.substr(0, 2));
  const std::int64_t weight = DecodeInteger(raw.substr(2, 2));
  const std::int64_t sign = DecodeInteger(raw.substr(4, 2));
  if (count < 0 || raw.size() != 8 + 2 * static_cast<std::size_t>(count) || weight > 4 ||
      (sign != 0 && sign != kNegative)) {
    return std::nullopt;
  }
  std::int64_t out = 0;  // below zero all the way: the least number has no positive twin
  for (std::int64_t i = 0; i <= weight || i < count; ++i) {
    const std::int64_t digit =
        i < count ? DecodeInteger(raw.substr(8 + 2 * static_cast<std::size_t>(i), 2)) : 0;
    if (i > weight) {
      if (digit != 0) {
        return std::nullopt;
      }
    } else if (__builtin_mul_overflow(out, 10000, &out) ||
               __builtin_sub_overflow(out, digit, &out)) {
      return std::nullopt;
    }
  }
  if (sign == kNegative) {
    return out;
  }
  return out == INT64_MIN ? std::nullopt : std::optional<std::int64_t>(-out);
}

}  // namespace luoshi::storage_postgres
