// How values travel to PostgreSQL and back: parameters as $1, numbers as big-endian bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace luoshi::storage_postgres {

// ?1 becomes $1 outside of literals, quoted names and comments. `parameters` is the highest number.
struct Dollars {
  std::string sql;
  std::size_t parameters = 0;
};
Dollars WithDollars(std::string_view sql);

// Two's complement, most significant byte first, as many bytes as `raw` has (2, 4 or 8).
std::int64_t DecodeInteger(std::string_view raw);
void EncodeInteger(std::int64_t value, std::array<char, 8>& out);

// The binary form of NUMERIC, which is what a sum of 64-bit numbers is there. nullopt when it is no
// whole number of 64 bits.
std::optional<std::int64_t> DecodeNumeric(std::string_view raw);

}  // namespace luoshi::storage_postgres
