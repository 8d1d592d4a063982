#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/uuid.h"

namespace luoshi {
namespace {

TEST(Decimal, KeepsWhatWasWritten) {
  for (const char* text : {"0", "12", "-0.50", "7084.3", "9223372036854775807", "-0.000000001"}) {
    const Result<Decimal> value = Decimal::Parse(text);
    ASSERT_TRUE(value.ok()) << text;
    EXPECT_EQ(value->ToString(), text);
  }
}

TEST(Decimal, RefusesWhatIsNotANumber) {
  for (const char* text : {"", "-", ".", "1.", "1,000", "1e5", "９", "9223372036854775808"}) {
    EXPECT_FALSE(Decimal::Parse(text).ok()) << text;
  }
}

TEST(Decimal, DividesWithStatedRounding) {
  const Decimal done = *Decimal::Parse("7084.3");
  const Decimal target = *Decimal::Parse("8180");
  const Decimal share = *Decimal::Divide(*Decimal::Multiply(done, Decimal::FromInt(100)), target, 1,
                                         Rounding::kHalfUp);
  EXPECT_EQ(share.ToString(), "86.6");
  EXPECT_EQ(
      Decimal::Divide(Decimal::FromInt(-5), Decimal::FromInt(2), 0, Rounding::kHalfUp)->ToString(),
      "-3");
  EXPECT_EQ(
      Decimal::Divide(Decimal::FromInt(-5), Decimal::FromInt(2), 0, Rounding::kDown)->ToString(),
      "-2");
  EXPECT_FALSE(Decimal::Divide(done, Decimal(), 1, Rounding::kHalfUp).ok());
}

TEST(Decimal, OrdersAcrossScales) {
  EXPECT_EQ(*Decimal::Parse("1.50"), *Decimal::Parse("1.5"));
  EXPECT_LT(*Decimal::Parse("1.49"), *Decimal::Parse("1.5"));
  EXPECT_FALSE(Decimal::Add(Decimal(INT64_MAX, 0), Decimal::FromInt(1)).ok());
}

TEST(Date, ReadsAndWritesDays) {
  const Date day = *Date::Parse("2026-09-01");
  EXPECT_EQ(day.ToString(), "2026-09-01");
  EXPECT_EQ(day.weekday(), 2);
  EXPECT_EQ((day + 30).ToChinese(), "2026年10月1日");
  EXPECT_FALSE(Date::Parse("2026-02-30").ok());
  EXPECT_FALSE(Date::Parse("2026-9-1").ok());
}

TEST(DateTime, CountsADayAtBeijingTime) {
  EXPECT_EQ(DateTime::Parse("2026-09-01T16:30:00Z")->date().ToString(), "2026-09-02");
  EXPECT_EQ(DateTime::Parse("2026-09-01T23:59")->ToString(), "2026-09-01T23:59:00.000+08:00");
  EXPECT_FALSE(DateTime::Parse("2026-09-01T25:00").ok());
}

TEST(Text, ReadsChineseNumbers) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"十四", 14},        {"三百二十", 320},  {"两千", 2000},   {"一万二", 12000},
      {"一百零五", 105},   {"二〇二六", 2026}, {"14", 14},       {"3万", 30000},
      {"一亿", 100000000}, {"二十", 20},       {"一千三", 1300}, {"十", 10},
      {"一万零二", 10002}, {"12万", 120000}};
  for (const auto& [text, value] : cases) {
    EXPECT_EQ(ParseChineseInteger(text), value) << text;
  }
  EXPECT_EQ(ParseChineseInteger("三户"), std::nullopt);
  EXPECT_EQ(ToChineseNumber(14), "十四");
  EXPECT_EQ(ToChineseNumber(305), "三百零五");
  EXPECT_EQ(ToChineseNumber(10002), "一万零二");
}

TEST(Text, MatchesNamesWhateverTheirWidth) {
  EXPECT_EQ(MatchKey("北 山　村（Ａ）"), MatchKey("北山村(a)"));
  EXPECT_EQ(Trim("　 张三　"), "张三");
  EXPECT_FALSE(IsValidText("\xC3\x28"));
}

TEST(Json, CanonicalFormSortsKeys) {
  EXPECT_EQ(CanonicalJson(*ParseJson(R"({"b":[1,{"z":1,"a":"二"}],"a":null})")),
            R"({"a":null,"b":[1,{"a":"二","z":1}]})");
  EXPECT_FALSE(ParseJson("{\"a\":1,}").ok());
  EXPECT_FALSE(ParseJson(std::string(100, '[')).ok());
}

TEST(Uuid, DerivedIdsDependOnPartBoundaries) {
  EXPECT_EQ(Uuid::Derived({"a", "b"}), Uuid::Derived({"a", "b"}));
  EXPECT_NE(Uuid::Derived({"ab", ""}), Uuid::Derived({"a", "b"}));
  const Uuid id = Uuid::V7(1'700'000'000'000, {});
  EXPECT_EQ(*Uuid::Parse(id.ToString()), id);
}

TEST(Bytes, Base64AndHexComeBack) {
  for (const std::string raw : {"", "a", "ab", "abc", "\xff\x01"}) {
    EXPECT_EQ(FromBase64(ToBase64(raw)), raw);
    EXPECT_EQ(FromHex(ToHex(raw)), raw);
  }
  EXPECT_EQ(FromBase64("a==="), std::nullopt);
}

TEST(Sha256, MatchesThePublishedVector) {
  EXPECT_EQ(HashOf("abc").ToHex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Messages, FillsTheNames) {
  const Error error{ErrorCode::kInvalid, "date.invalid", {{"text", "昨天"}}};
  EXPECT_EQ(Message(error, Language::kEn), "“昨天” is not a date. Write it like 2026-09-01.");
}

}  // namespace
}  // namespace luoshi
