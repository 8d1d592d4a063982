#include "rules/cell.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/messages.h"
#include "rules/form.h"
#include "rules/test_field.h"

namespace luoshi::rules {
namespace {

// What a cell comes to: its JSON, or the key of the error.
std::string Cell(const Field& field, std::string_view text, int year = 0) {
  const Result<Value> value = ParseCell(field, text, year);
  if (!value.ok()) {
    EXPECT_EQ(value.error().pointer, "/fields/field");
    EXPECT_NE(FindMessage(value.error().key), nullptr) << value.error().key;
    return value.error().key;
  }
  return WriteJson(WriteValue(*value));
}

TEST(ParseCell, ReadsNumbersAsOfficesWriteThem) {
  const Field plain = MakeField(FieldType::kDecimal);
  EXPECT_EQ(Cell(plain, "12"), "\"12.00\"");
  EXPECT_EQ(Cell(plain, " １２．５ "), "\"12.50\"");
  EXPECT_EQ(Cell(plain, "1,234.50"), "\"1234.50\"");
  EXPECT_EQ(Cell(plain, "1，234，567"), "\"1234567.00\"");
  EXPECT_EQ(Cell(plain, "-3"), "\"-3.00\"");
  EXPECT_EQ(Cell(plain, "－3"), "\"-3.00\"");
  EXPECT_EQ(Cell(plain, "−3"), "\"-3.00\"");
  EXPECT_EQ(Cell(plain, "85%"), "\"85.00\"");
  EXPECT_EQ(Cell(plain, "85％"), "\"85.00\"");
  EXPECT_EQ(Cell(plain, "12元"), "\"12.00\"");
  EXPECT_EQ(Cell(plain, "3万"), "\"30000.00\"");
  EXPECT_EQ(Cell(plain, "1.2亿"), "\"120000000.00\"");
  EXPECT_EQ(Cell(plain, "12,34"), "field.number");
  EXPECT_EQ(Cell(plain, "1,2345"), "field.number");
  EXPECT_EQ(Cell(plain, "1.2.3"), "field.number");
  EXPECT_EQ(Cell(plain, "约12"), "field.number");
  EXPECT_EQ(Cell(plain, "12-15"), "field.number");
  EXPECT_EQ(Cell(plain, "12.345"), "field.scale");
  EXPECT_EQ(Cell(plain, "万"), "field.number");
  EXPECT_EQ(Cell(plain, "元"), "field.number");
  EXPECT_EQ(Cell(plain, "九九九九九九九九九亿亿亿"), "field.number");
  EXPECT_EQ(Cell(plain, "9223372036854775807亿"), "field.number");
  EXPECT_EQ(Cell(plain, "1.2E+11"), "field.ruined_number");
  EXPECT_EQ(Cell(MakeField(FieldType::kInt), "320户"), "320");
  EXPECT_EQ(Cell(MakeField(FieldType::kInt), "12.0"), "12");
  EXPECT_EQ(Cell(MakeField(FieldType::kInt), "12.5"), "field.scale");
  EXPECT_EQ(Cell(MakeField(FieldType::kInt), "三百二十户"), "320");
  EXPECT_EQ(Cell(MakeField(FieldType::kInt), "3万5千"), "35000");
  EXPECT_EQ(Cell(MakeField(FieldType::kMoney), "￥1,234.50元"), "\"1234.50\"");
  EXPECT_EQ(Cell(MakeField(FieldType::kMoney), "两千元"), "\"2000.00\"");
  EXPECT_EQ(Cell(MakeField(FieldType::kMoney), "3万元"), "\"30000.00\"");
}

TEST(ParseCell, MeasuresANumberInTheFieldsOwnUnit) {
  const Field ten_thousand = MakeField(FieldType::kDecimal, "万元", 4);
  EXPECT_EQ(Cell(ten_thousand, "3"), "\"3.0000\"");
  EXPECT_EQ(Cell(ten_thousand, "3万元"), "\"3.0000\"");
  EXPECT_EQ(Cell(ten_thousand, "3万"), "\"3.0000\"");
  EXPECT_EQ(Cell(ten_thousand, "30000元"), "\"3.0000\"");
  EXPECT_EQ(Cell(ten_thousand, "1亿元"), "\"10000.0000\"");
  EXPECT_EQ(Cell(ten_thousand, "0.5元"), "field.scale");
  const Field mu = MakeField(FieldType::kDecimal, "亩");
  EXPECT_EQ(Cell(mu, "1.2万亩"), "\"12000.00\"");
  EXPECT_EQ(Cell(mu, "300亩"), "\"300.00\"");
  EXPECT_EQ(Cell(mu, "300元"), "field.unit_mismatch");
  EXPECT_EQ(Cell(mu, "三百元"), "field.unit_mismatch");
  EXPECT_EQ(Cell(mu, "3公顷"), "field.number");
  EXPECT_EQ(Cell(MakeField(FieldType::kDecimal, "%"), "85.5%"), "\"85.50\"");
  EXPECT_EQ(Cell(MakeField(FieldType::kDecimal, "千克"), "500千克"), "\"500.00\"");
}

TEST(ParseCell, ReadsDaysAsOfficesWriteThem) {
  const Field field = MakeField(FieldType::kDate);
  for (const char* text :
       {"2026-09-01", "2026-9-1", "2026.9.1", "2026/9/1", "2026/09/01", "20260901", "2026年9月1日",
        "2026年09月01号", "２０２６年９月１日", "2026 年 9 月 1 日", "二〇二六年九月一日",
        "2026-09-01 00:00:00", "2026/9/1 8:30", "2026-09-01T08:30", "46266"}) {
    EXPECT_EQ(Cell(field, text), "\"2026-09-01\"") << text;
  }
  EXPECT_EQ(Cell(field, "45963"), "\"2025-11-02\"");
  EXPECT_EQ(Cell(field, "45963.75"), "\"2025-11-02\"");
  EXPECT_EQ(Cell(field, "9月1日", 2026), "\"2026-09-01\"");
  EXPECT_EQ(Cell(field, "十二月三十一日", 2026), "\"2026-12-31\"");
  EXPECT_EQ(Cell(field, "9月1日"), "field.date_incomplete");
  for (const char* text : {"2026年9月", "2026.9", "2026-09", "2026年", "2026", "202609", "9月"}) {
    EXPECT_EQ(Cell(field, text, 2026), "field.date_incomplete") << text;
  }
  for (const char* text : {"2026-02-30", "2026-13-01", "1/9/2026", "26.9.1", "明天",
                           "2026-9-1至2026-9-3", "2026.9/1", "20261301", "2026-9-1 25:00", "123",
                           "9999999999999", "99999", "2026年9月1日前", "0206-9-1", "-2026-9-1"}) {
    EXPECT_EQ(Cell(field, text, 2026), "field.date") << text;
  }
  const Field time = MakeField(FieldType::kTime);
  EXPECT_EQ(Cell(time, "2026年9月1日8时30分"), "\"2026-09-01T08:30:00.000+08:00\"");
  EXPECT_EQ(Cell(time, "2026-9-1 8:30:15"), "\"2026-09-01T08:30:15.000+08:00\"");
  EXPECT_EQ(Cell(time, "2026-9-1"), "\"2026-09-01T00:00:00.000+08:00\"");
  EXPECT_EQ(Cell(time, "46266.354166666664"), "\"2026-09-01T08:30:00.000+08:00\"");
}

TEST(ParseCell, ReadsYesAndNo) {
  const Field field = MakeField(FieldType::kBool);
  for (const char* text : {"√", "✓", "是", "有", "1", "１", "y", "Y", "YES", "true", " 是 "}) {
    EXPECT_EQ(Cell(field, text), "true") << text;
  }
  for (const char* text : {"×", "✗", "X", "否", "无", "没有", "0", "n", "No", "FALSE"}) {
    EXPECT_EQ(Cell(field, text), "false") << text;
  }
  EXPECT_EQ(Cell(field, "可能"), "field.bool");
  EXPECT_EQ(Cell(field, "/"), "field.bool");
}

TEST(ParseCell, MatchesChoicesByKeyTitleAndAlias) {
  const Field field = MakeEnum(FieldType::kEnum);
  for (const char* text : {"paid", "PAID", "已缴", " 已 缴 ", "已缴费", "√", "Paid"}) {
    EXPECT_EQ(Cell(field, text), "\"paid\"") << text;
  }
  EXPECT_EQ(Cell(field, "缴了"), "field.enum_value");
  const Result<Value> wrong = ParseCell(field, "缴了", 0);
  EXPECT_NE(Message(wrong.error(), Language::kZh).find("未缴、已缴"), std::string::npos);
  const Field multi = MakeEnum(FieldType::kMultiEnum);
  for (const char* text : {"已缴、未缴", "已缴，未缴", "未缴;已缴", "未缴；已缴", "已缴/未缴",
                           "已缴 未缴", "已缴　未缴", "未缴,已缴,已缴"}) {
    EXPECT_EQ(Cell(multi, text), R"(["paid","unpaid"])") << text;
  }
  EXPECT_EQ(Cell(multi, "已缴/厨房/厕所"), R"(["both","paid"])");
  EXPECT_EQ(Cell(multi, "已缴、别的"), "field.enum_value");
  EXPECT_EQ(Cell(multi, std::string(5000, ',') + "已缴"), R"(["paid"])");
  std::string many;
  for (int i = 0; i < 5000; ++i) {
    many += "已缴,";
  }
  EXPECT_EQ(Cell(multi, many), "field.enum_value");
}

TEST(ParseCell, ReadsNumbersOfPeopleAndFirms) {
  EXPECT_EQ(Cell(MakeField(FieldType::kCitizenId), " 11010519491231002x"),
            "\"11010519491231002X\"");
  EXPECT_EQ(Cell(MakeField(FieldType::kCitizenId), "'110105 19491231 002Ｘ"),
            "\"11010519491231002X\"");
  EXPECT_EQ(Cell(MakeField(FieldType::kCitizenId), "110105194912310021"), "field.citizen_id");
  EXPECT_EQ(Cell(MakeField(FieldType::kCitizenId), "4.20101E+17"), "field.ruined_number");
  EXPECT_EQ(Cell(MakeField(FieldType::kCitizenId), "420101199001011000"), "field.ruined_number");
  EXPECT_EQ(Cell(MakeField(FieldType::kText), "6.22848E+18"), "field.ruined_number");
  EXPECT_EQ(Cell(MakeField(FieldType::kText), "4e楼"), "\"4e楼\"");
  EXPECT_EQ(Cell(MakeField(FieldType::kCreditCode), "91350100m000100y43"),
            "\"91350100M000100Y43\"");
  const Field phone = MakeField(FieldType::kPhone);
  for (const char* text : {"13812345678", "138 1234 5678", "138-1234-5678", "+86 138-1234-5678",
                           "１３８１２３４５６７８"}) {
    EXPECT_EQ(Cell(phone, text), "\"13812345678\"") << text;
  }
  EXPECT_EQ(Cell(phone, "（0717）1234567"), "\"0717-1234567\"");
  EXPECT_EQ(Cell(phone, "027 8765 4321"), "\"027-87654321\"");
  EXPECT_EQ(Cell(phone, "1.38E+10"), "field.ruined_number");
  for (const char* text : {"12812345678", "1381234567", "1234567", "138123456789", "无电话",
                           "13812345678、13912345678"}) {
    EXPECT_EQ(Cell(phone, text), "field.phone") << text;
  }
}

TEST(ParseCell, TakesADashForEmptyOnlyWhereItCannotMeanAnything) {
  for (const FieldType type : {FieldType::kInt, FieldType::kDate, FieldType::kPhone,
                               FieldType::kCitizenId, FieldType::kEnum}) {
    for (const char* text : {"", "  ", "　", "-", "/", "——"}) {
      EXPECT_EQ(Cell(MakeField(type), text), "null") << text;
    }
  }
  EXPECT_EQ(Cell(MakeField(FieldType::kText), "/"), "\"/\"");
}

TEST(ParseCell, LeavesUnitsAndReferencesToTheCaller) {
  EXPECT_EQ(Cell(MakeField(FieldType::kUnit), " 北山村 "), "\"北山村\"");
  EXPECT_EQ(Cell(MakeField(FieldType::kReference), "某件"), "\"某件\"");
  EXPECT_EQ(Cell(MakeField(FieldType::kGroup), "1"), "field.not_in_cell");
  EXPECT_EQ(Cell(MakeField(FieldType::kAttachment), "1"), "field.not_in_cell");
  EXPECT_EQ(Cell(MakeField(FieldType::kPoint), "31.05，110.48"),
            R"({"longitude":"110.480000","latitude":"31.050000"})");
  EXPECT_EQ(Cell(MakeField(FieldType::kPoint), "0,0"), "field.point");
  EXPECT_EQ(Cell(MakeField(FieldType::kText), "\xff"), "field.text");
}

TEST(ParseCell, KeepsWhatIsPersonalOutOfMessages) {
  Field field = MakeField(FieldType::kDate);
  field.personal = true;
  const Result<Value> value = ParseCell(field, "李某某", 0);
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(Message(value.error(), Language::kZh).find("李"), std::string::npos);
}

}  // namespace
}  // namespace luoshi::rules
