#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/json_number.h"
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

TEST(Json, DecimalsAreWrittenWithTheirOwnDigits) {
  const Json json = JsonArray{ExactNumber(Decimal(830, 1)), ExactNumber(Decimal(-5, 2)),
                              ExactNumber(Decimal(50, 0)), ExactNumber(std::optional<Decimal>()),
                              ExactNumber(Decimal(9'007'199'254'740'993, 1))};
  const std::string written = "[83.0,-0.05,50,null,900719925474099.3]";
  EXPECT_EQ(WriteJson(json), written);
  EXPECT_EQ(CanonicalJson(json), written);
  EXPECT_EQ(PrettyJson(JsonObject{{"value", ExactNumber(Decimal(830, 1))}}),
            "{\n  \"value\": 83.0\n}\n");
}

TEST(Json, DecimalsComeBackOrAreRefused) {
  EXPECT_EQ(*DecimalOf(ExactNumber(Decimal(9'007'199'254'740'993, 1))),
            Decimal(9'007'199'254'740'993, 1));
  EXPECT_EQ(*DecimalOf(*ParseJson("7084.30")), Decimal(70843, 1));
  EXPECT_EQ(*DecimalOf(*ParseJson("-86.6")), Decimal(-866, 1));
  EXPECT_EQ(*DecimalOf(*ParseJson("12")), Decimal(12, 0));
  // more digits than a fraction keeps: refused, never rounded in silence
  EXPECT_FALSE(DecimalOf(*ParseJson("900719925474099.31")).ok());
  EXPECT_FALSE(DecimalOf(*ParseJson("\"12\"")).ok());
  EXPECT_FALSE(DecimalOf(Json()).ok());
}

TEST(Json, NoTextIsTakenForADecimal) {
  // the mark of a decimal is no UTF-8, so nothing read can hold it
  EXPECT_FALSE(ParseJson("[\"\xFF"
                         "12\"]")
                   .ok());
  EXPECT_EQ(WriteJson(JsonArray{"12",
                                "\xFF"
                                "1,\"a"}),
            "[\"12\",\"\xFF"
            "1,\\\"a\"]");
}

TEST(Json, EveryCharacterIsWrittenSoThatItComesBack) {
  std::string all;
  for (char c = 0; c < 127; ++c) {
    all.push_back(c);
  }
  all += "　二𠮷";
  const std::string written = WriteJson(Json(boost::json::string(all)));
  EXPECT_EQ(TextOf(ParseJson(written)->as_string()), all);
  EXPECT_NE(written.find("\\u0000\\u0001"), std::string::npos);
  EXPECT_NE(written.find("\\b\\t\\n\\u000b\\f\\r"), std::string::npos);
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
