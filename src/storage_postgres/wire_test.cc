#include "storage_postgres/wire.h"

#include <vector>

#include <gtest/gtest.h>

namespace luoshi::storage_postgres {
namespace {

TEST(Wire, RewritesParametersOnlyWhereTheyAreParameters) {
  EXPECT_EQ(WithDollars("SELECT ?1, ?12 WHERE a = ?2").sql, "SELECT $1, $12 WHERE a = $2");
  EXPECT_EQ(WithDollars("SELECT '?1', 'it''s ?1', ?1").sql, "SELECT '?1', 'it''s ?1', $1");
  EXPECT_EQ(WithDollars("SELECT \"?1\", ?1").sql, "SELECT \"?1\", $1");
  EXPECT_EQ(WithDollars("SELECT ?1 -- ?2\n, ?2").sql, "SELECT $1 -- ?2\n, $2");
  EXPECT_EQ(WithDollars("SELECT /* ?1 */ ?1").sql, "SELECT /* ?1 */ $1");
  EXPECT_EQ(WithDollars("SELECT 'open ?1").sql, "SELECT 'open ?1");
  EXPECT_EQ(WithDollars("a ? b ?").sql, "a ? b ?");
}

TEST(Wire, CountsTheParametersOfAStatement) {
  EXPECT_EQ(WithDollars("SELECT 1").parameters, 0U);
  EXPECT_EQ(WithDollars("SELECT ?2, ?12, ?1").parameters, 12U);
  EXPECT_EQ(WithDollars("SELECT '?7', ?1").parameters, 1U);
}

TEST(Wire, IntegersComeBackAtEveryWidth) {
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1},
                                   std::int64_t{258}, INT64_MAX, INT64_MIN}) {
    std::array<char, 8> raw{};
    EncodeInteger(value, raw);
    EXPECT_EQ(DecodeInteger({raw.data(), raw.size()}), value);
  }
  EXPECT_EQ(DecodeInteger({"\xFF\xFE", 2}), -2);
  EXPECT_EQ(DecodeInteger({"\x00\x00\x01\x00", 4}), 256);
}

std::string Numeric(int weight, int sign, const std::vector<int>& digits) {
  std::string out;
  const auto put = [&out](int value) {
    out.push_back(static_cast<char>(value >> 8 & 0xFF));
    out.push_back(static_cast<char>(value & 0xFF));
  };
  put(static_cast<int>(digits.size()));
  put(weight);
  put(sign);
  put(0);
  for (const int digit : digits) {
    put(digit);
  }
  return out;
}

TEST(Wire, ReadsWholeNumericsAndRefusesTheRest) {
  constexpr int kMinus = 0x4000;
  EXPECT_EQ(DecodeNumeric(Numeric(0, 0, {})), 0);
  EXPECT_EQ(DecodeNumeric(Numeric(0, 0, {7})), 7);
  EXPECT_EQ(DecodeNumeric(Numeric(0, kMinus, {7})), -7);
  EXPECT_EQ(DecodeNumeric(Numeric(2, 0, {3})), 300'000'000);
  EXPECT_EQ(DecodeNumeric(Numeric(1, 0, {12, 3456})), 123'456);
  EXPECT_EQ(DecodeNumeric(Numeric(0, 0, {5, 0})), 5);
  EXPECT_EQ(DecodeNumeric(Numeric(4, 0, {922, 3372, 368, 5477, 5807})), INT64_MAX);
  EXPECT_EQ(DecodeNumeric(Numeric(4, kMinus, {922, 3372, 368, 5477, 5808})), INT64_MIN);
  EXPECT_EQ(DecodeNumeric(Numeric(4, 0, {922, 3372, 368, 5477, 5808})), std::nullopt);
  EXPECT_EQ(DecodeNumeric(Numeric(5, 0, {1})), std::nullopt);
  EXPECT_EQ(DecodeNumeric(Numeric(0, 0, {5, 5000})), std::nullopt);  // 5.5
  EXPECT_EQ(DecodeNumeric(Numeric(-1, 0, {5000})), std::nullopt);    // 0.5
  EXPECT_EQ(DecodeNumeric(Numeric(0, 0xC000, {})), std::nullopt);    // not a number
  EXPECT_EQ(DecodeNumeric("short"), std::nullopt);
}

}  // namespace
}  // namespace luoshi::storage_postgres
