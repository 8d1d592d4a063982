#include "rules/form.h"

#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "base/messages.h"

namespace luoshi::rules {
namespace {

Field MakeField(FieldType type, std::string unit = "", int scale = 2) {
  Field field;
  field.name = "field";
  field.title.zh = "项目";
  field.type = type;
  field.unit_of_measure = std::move(unit);
  field.scale = scale;
  return field;
}

Field MakeEnum(FieldType type) {
  Field field = MakeField(type);
  field.values = {{"unpaid", {"未缴", "Unpaid"}, {"欠费"}},
                  {"paid", {"已缴", "Paid"}, {"已缴费", "√"}},
                  {"both", {"厨房/厕所", ""}, {}}};
  return field;
}

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

std::string Read(const Field& field, std::string_view json) {
  const Result<Value> value = ReadValue(field, *ParseJson(json));
  if (!value.ok()) {
    EXPECT_NE(FindMessage(value.error().key), nullptr) << value.error().key;
    return value.error().key + " " + value.error().pointer;
  }
  return WriteJson(WriteValue(*value));
}

TEST(CitizenId, IsRightWithItsDateAndCheckDigit) {
  EXPECT_TRUE(IsCitizenId("11010519491231002X"));
  EXPECT_FALSE(IsCitizenId("110105194912310021"));
  EXPECT_FALSE(IsCitizenId("11010519491231002x"));
  EXPECT_FALSE(IsCitizenId("11010519491231002"));
  EXPECT_FALSE(IsCitizenId("1101051949123100２X"));
  // the check digit is right, the 30th of February is not
  EXPECT_FALSE(IsCitizenId("110105194902300021"));
  int days_that_do_not_exist = 0;
  for (const char c : std::string_view("0123456789X")) {
    days_that_do_not_exist += IsCitizenId(std::string("11010519490230002") + c) ? 1 : 0;
  }
  EXPECT_EQ(days_that_do_not_exist, 0);
}

TEST(CitizenId, EverySingleWrongDigitIsFound) {
  const std::string right = "11010519491231002X";
  for (std::size_t i = 0; i < 17; ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string wrong = right;
      wrong[i] = c;
      EXPECT_EQ(IsCitizenId(wrong), wrong == right) << wrong;
    }
  }
}

TEST(CreditCode, IsRightWithItsCheckCharacter) {
  EXPECT_TRUE(IsCreditCode("91350100M000100Y43"));
  EXPECT_FALSE(IsCreditCode("91350100M000100Y44"));
  EXPECT_FALSE(IsCreditCode("91350100M000100I43"));  // no I, O, S, V, Z
  EXPECT_FALSE(IsCreditCode("91350100M000100Y4"));
  EXPECT_FALSE(IsCreditCode(""));
}

TEST(ReadValue, TakesOneFormOnly) {
  EXPECT_EQ(Read(MakeField(FieldType::kInt), "12"), "12");
  EXPECT_EQ(Read(MakeField(FieldType::kInt), "\"12\""), "field.type /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kInt), "12.0"), "field.type /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kInt), "9223372036854775808"), "field.type /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kDecimal), "\"12.5\""), "\"12.50\"");
  EXPECT_EQ(Read(MakeField(FieldType::kDecimal), "12"), "\"12.00\"");
  EXPECT_EQ(Read(MakeField(FieldType::kDecimal), "\"12.500\""), "\"12.50\"");
  EXPECT_EQ(Read(MakeField(FieldType::kDecimal), "\"12.505\""), "field.scale /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kDecimal), "12.5"), "field.type /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kDecimal), "\"1,2\""), "field.number /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kMoney, "", 0), "\"12.5\""), "\"12.50\"");
  EXPECT_EQ(Read(MakeField(FieldType::kDate), "\"2026-09-01\""), "\"2026-09-01\"");
  EXPECT_EQ(Read(MakeField(FieldType::kDate), "\"2026-9-1\""), "field.date /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kTime), "\"2026-09-01T16:30:00Z\""),
            "\"2026-09-02T00:30:00.000+08:00\"");
  EXPECT_EQ(Read(MakeField(FieldType::kTime), "\"9999-12-31T23:00:00-05:00\""),
            "field.date /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kBool), "true"), "true");
  EXPECT_EQ(Read(MakeField(FieldType::kBool), "1"), "field.type /fields/field");
  EXPECT_EQ(Read(MakeEnum(FieldType::kEnum), "\"paid\""), "\"paid\"");
  EXPECT_EQ(Read(MakeEnum(FieldType::kEnum), "\"已缴\""), "field.enum_value /fields/field");
  EXPECT_EQ(Read(MakeEnum(FieldType::kMultiEnum), R"(["unpaid","paid","paid"])"),
            R"(["paid","unpaid"])");
  EXPECT_EQ(Read(MakeEnum(FieldType::kMultiEnum), R"(["paid",1])"),
            "field.enum_value /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kCitizenId), "\"11010519491231002x\""),
            "\"11010519491231002X\"");
  EXPECT_EQ(Read(MakeField(FieldType::kCitizenId), "\"1\""), "field.citizen_id /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kCreditCode), "\"1\""), "field.credit_code /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kPhone), "\"07171234567\""), "\"0717-1234567\"");
  EXPECT_EQ(Read(MakeField(FieldType::kPhone), "\"12345678901\""), "field.phone /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kUnit), "7"), "7");
  EXPECT_EQ(Read(MakeField(FieldType::kUnit), "0"), "field.type /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kReference), "\"x\""), "field.reference /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kPoint), R"({"longitude":"110.48","latitude":31})"),
            R"({"longitude":"110.480000","latitude":"31.000000"})");
  EXPECT_EQ(Read(MakeField(FieldType::kPoint), R"({"longitude":"110.48","latitude":"91"})"),
            "field.point /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kPoint), R"({"longitude":"110.48"})"),
            "field.point /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kPoint), "[]"), "field.point /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kAttachment), "\"sha256:00\""),
            "field.attachment /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kText), "7"), "field.type /fields/field");
  EXPECT_EQ(Read(MakeField(FieldType::kText), R"("a\u0000b")"), "field.text /fields/field");
}

TEST(ReadValue, HasOneWayToBeEmpty) {
  EXPECT_EQ(Read(MakeField(FieldType::kText), "null"), "null");
  EXPECT_EQ(Read(MakeField(FieldType::kText), "\" 　\""), "null");
  EXPECT_EQ(Read(MakeField(FieldType::kDate), "\"\""), "null");
  EXPECT_EQ(Read(MakeEnum(FieldType::kMultiEnum), "[]"), "null");
  EXPECT_EQ(Read(MakeField(FieldType::kGroup), "[]"), "null");
}

TEST(ReadValue, ReadsACarriedFieldAsWhatItCopies) {
  Field field = MakeEnum(FieldType::kCarried);
  field.carried_type = FieldType::kEnum;
  EXPECT_EQ(Read(field, "\"paid\""), "\"paid\"");
  EXPECT_EQ(Read(field, "\"x\""), "field.enum_value /fields/field");
  EXPECT_EQ(TypeOf(field), (Type{TypeKind::kEnum, {"unpaid", "paid", "both"}, {}}));
}

TEST(ReadFields, NamesEveryErrorAtItsPlace) {
  Field amount = MakeField(FieldType::kMoney);
  amount.name = "amount";
  Field rows = MakeField(FieldType::kGroup);
  rows.name = "rows";
  rows.members = {amount};
  const Result<Fields> out = ReadFields(
      {amount, rows},
      ParseJson(R"({"amount":"x","typo":1,"rows":[{"amount":"1"},{"amount":"y"},7,{"z":1}]})")
          ->as_object());
  ASSERT_FALSE(out.ok());
  std::vector<std::string> pointers = {out.error().pointer};
  for (const Error& other : out.error().others) {
    EXPECT_TRUE(other.others.empty());
    pointers.push_back(other.pointer);
  }
  EXPECT_EQ(pointers,
            (std::vector<std::string>{"/fields/amount", "/fields/typo", "/fields/rows/1/amount",
                                      "/fields/rows/2", "/fields/rows/3/z"}));
}

TEST(ReadFields, KeepsANullAsTheWishToClear) {
  const Fields out =
      *ReadFields({MakeField(FieldType::kInt)}, ParseJson(R"({"field":null})")->as_object());
  ASSERT_EQ(out.count("field"), 1U);
  EXPECT_TRUE(out.at("field").IsEmpty());
}

TEST(ReadValue, BoundsTheRowsOfAGroup) {
  Field rows = MakeField(FieldType::kGroup);
  rows.members = {MakeField(FieldType::kInt)};
  JsonArray array(kMaxGroupRows, ParseJson(R"({"field":1})").value());
  EXPECT_TRUE(ReadValue(rows, array).ok());
  array.push_back(array.front());
  EXPECT_EQ(ReadValue(rows, array).error().key, "field.too_many_rows");
}

// ---- Cells -------------------------------------------------------------------------------------

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

// ---- Showing -----------------------------------------------------------------------------------

TEST(ShowValue, ShowsWhatPeopleRead) {
  const auto show = [](const Field& field, const Value& value) {
    return ShowValue(field, value, [](const Value&) { return std::string("北山村"); });
  };
  EXPECT_EQ(show(MakeEnum(FieldType::kEnum), std::string("paid")), "已缴");
  EXPECT_EQ(show(MakeEnum(FieldType::kEnum), std::string("gone")), "gone");
  EXPECT_EQ(show(MakeEnum(FieldType::kMultiEnum), TextList{"paid", "unpaid"}), "已缴、未缴");
  EXPECT_EQ(show(MakeField(FieldType::kBool), true), "是");
  EXPECT_EQ(show(MakeField(FieldType::kBool), false), "否");
  EXPECT_EQ(show(MakeField(FieldType::kInt), std::int64_t{-3}), "-3");
  EXPECT_EQ(show(MakeField(FieldType::kMoney), Decimal(250, 2)), "2.50");
  EXPECT_EQ(show(MakeField(FieldType::kDate), *Date::Parse("2026-09-01")), "2026-09-01");
  EXPECT_EQ(show(MakeField(FieldType::kTime), *DateTime::Parse("2026-09-01T08:30")),
            "2026-09-01 08:30");
  EXPECT_EQ(show(MakeField(FieldType::kUnit), UnitId{7}), "北山村");
  EXPECT_EQ(ShowValue(MakeField(FieldType::kUnit), UnitId{7}, {}), "7");
  EXPECT_EQ(show(MakeField(FieldType::kGroup), GroupRows{{}, {}}), "2");
  EXPECT_EQ(show(MakeField(FieldType::kText), Value()), "");
}

TEST(Mask, HidesWhatNamesAPerson) {
  EXPECT_EQ(Mask(MakeField(FieldType::kText), "张三"), "张*");
  EXPECT_EQ(Mask(MakeField(FieldType::kText), "欧阳修远"), "欧*");
  EXPECT_EQ(Mask(MakeField(FieldType::kText), "张"), "*");
  EXPECT_EQ(Mask(MakeField(FieldType::kCitizenId), "11010519491231002X"), "1101**********002X");
  EXPECT_EQ(Mask(MakeField(FieldType::kCitizenId), "1101"), "*");
  EXPECT_EQ(Mask(MakeField(FieldType::kPhone), "13812345678"), "138****5678");
  EXPECT_EQ(Mask(MakeField(FieldType::kPhone), "0717-1234567"), "*");
  EXPECT_EQ(Mask(MakeField(FieldType::kDate), "1949-12-31"), "*");
  EXPECT_EQ(Mask(MakeField(FieldType::kText), ""), "");
}

// ---- Checking ----------------------------------------------------------------------------------

// birth_year comes from the id, adult from birth_year, total from rows whose cost is derived too.
Pack FormPack() {
  Pack pack;
  const auto add = [&](std::string name, FieldType type) {
    Field field = MakeField(type);
    field.name = std::move(name);
    pack.fields.push_back(field);
  };
  add("adult", FieldType::kBool);
  add("id", FieldType::kCitizenId);
  add("birth_year", FieldType::kInt);
  add("name", FieldType::kText);
  add("moved", FieldType::kBool);
  add("moved_to", FieldType::kText);
  add("rows", FieldType::kGroup);
  add("total", FieldType::kMoney);
  add("sex", FieldType::kEnum);
  pack.fields[8].values = {{"male", {"男", ""}, {}}, {"female", {"女", ""}, {}}};
  Field price = MakeField(FieldType::kMoney);
  price.name = "price";
  Field amount = MakeField(FieldType::kInt);
  amount.name = "amount";
  amount.required = true;
  amount.minimum = Decimal::FromInt(1);
  Field cost = MakeField(FieldType::kMoney);
  cost.name = "cost";
  pack.fields[6].members = {price, amount, cost};
  const Scope members = MemberScope(pack.fields[6]);
  pack.fields[6].members[2].derived =
      *Expression::Compile("price * amount", members, TypeKind::kDecimal);
  const Scope scope = pack.ExpressionScope();
  const auto compile = [&](std::string_view source, TypeKind kind = TypeKind::kBool) {
    return *Expression::Compile(source, scope, kind);
  };
  pack.fields[0].derived = compile("birth_year <= 2008");
  pack.fields[2].derived = compile("year(id)", TypeKind::kInt);
  pack.fields[3].required = true;
  pack.fields[3].max_length = 3;
  pack.fields[5].visible = compile("moved");
  pack.fields[5].required_if = compile("moved");
  pack.fields[7].derived = compile("sum(rows, r, r.cost)", TypeKind::kDecimal);
  pack.fields[7].constraint = compile("total <= 1000");
  pack.fields[7].constraint_message = {"合计不能超过一千元", "The total is over 1,000"};
  pack.fields[8].derived = compile("sex(id)", TypeKind::kEnum);
  Check check;
  check.name = "grown_up";
  check.holds = compile("adult || !moved");
  check.message = {"未成年人不能迁出", ""};
  pack.checks = {check};
  return pack;
}

std::vector<std::string> Check(const Pack& pack, Fields& fields) {
  const Status status = CheckForm(pack, fields, "");
  std::vector<std::string> out;
  if (!status.ok()) {
    out.push_back(status.error().key + " " + status.error().pointer);
    for (const Error& other : status.error().others) {
      out.push_back(other.key + " " + other.pointer);
    }
  }
  return out;
}

TEST(CheckForm, DerivesInTheOrderOfDependence) {
  const Pack pack = FormPack();
  Fields fields = {
      {"id", std::string("11010519491231002X")},
      {"name", std::string("张三")},
      {"birth_year", std::int64_t{1800}},
      {"rows", GroupRows{{{"price", Value(Decimal(150, 2))}, {"amount", Value(std::int64_t{2})}},
                         {{"price", Value(Decimal(100, 2))}, {"amount", Value(std::int64_t{1})}}}}};
  EXPECT_EQ(Check(pack, fields), std::vector<std::string>{});
  EXPECT_EQ(fields["birth_year"], Value(std::int64_t{1949}));
  EXPECT_EQ(fields["adult"], Value(true));
  EXPECT_EQ(fields["sex"], Value(std::string("female")));
  EXPECT_EQ(fields["total"], Value(Decimal(400, 2)));
  EXPECT_EQ(WriteJson(WriteValue(fields["total"])), "\"4.00\"");
  fields.erase("id");
  EXPECT_EQ(Check(pack, fields), std::vector<std::string>{});
  EXPECT_EQ(fields.count("birth_year"), 0U);
  EXPECT_EQ(fields.count("adult"), 0U);
}

TEST(CheckForm, NamesEveryFault) {
  const Pack pack = FormPack();
  Fields fields = {
      {"id", std::string("11010519491231002X")},
      {"name", std::string("阿依古丽")},
      {"moved", true},
      {"rows",
       GroupRows{{{"price", Value(Decimal(200'000, 2))}, {"amount", Value(std::int64_t{1})}},
                 {{"amount", Value(std::int64_t{0})}, {"price", Value(Decimal(0, 2))}},
                 {}}}};
  EXPECT_EQ(Check(pack, fields),
            (std::vector<std::string>{
                "field.too_long /fields/name", "field.required /fields/moved_to",
                "field.too_small /fields/rows/1/amount", "field.required /fields/rows/2/amount"}));
  fields["rows"] =
      GroupRows{{{"price", Value(Decimal(200'000, 2))}, {"amount", Value(std::int64_t{1})}}};
  fields["moved"] = false;
  fields["moved_to"] = std::string("县城");
  fields.erase("name");
  EXPECT_EQ(Check(pack, fields), (std::vector<std::string>{"field.required /fields/name",
                                                           "field.hidden /fields/moved_to",
                                                           "field.constraint /fields/total"}));
  EXPECT_EQ(Message(CheckForm(pack, fields, "").error().others[1], Language::kZh),
            "合计不能超过一千元");
}

TEST(CheckForm, HoldsOnlyWhatIsFalseAgainstARecord) {
  Pack pack = FormPack();
  pack.fields[0].derived.reset();
  Fields fields = {
      {"name", std::string("张三")}, {"moved", true}, {"moved_to", std::string("县城")}};
  EXPECT_EQ(Check(pack, fields), std::vector<std::string>{});
  fields["adult"] = false;
  EXPECT_EQ(Check(pack, fields), std::vector<std::string>{"check.failed /checks/grown_up"});
}

TEST(CheckForm, RefusesADerivedValueThatDoesNotFitItsField) {
  Pack pack = FormPack();
  pack.fields[8].values.pop_back();
  Fields fields = {{"name", std::string("张三")}, {"id", std::string("11010519491231002X")}};
  EXPECT_EQ(Check(pack, fields), std::vector<std::string>{"field.enum_value /fields/sex"});
}

TEST(CheckForm, RefusesAFieldDerivedFromItself) {
  Pack pack = FormPack();
  pack.fields[2].derived =
      *Expression::Compile("adult ? 1 : 2", pack.ExpressionScope(), TypeKind::kInt);
  EXPECT_EQ(DerivedOrder(pack.fields).error().key, "field.derived_cycle");
  Fields fields = {{"name", std::string("张三")}};
  EXPECT_EQ(Check(pack, fields), std::vector<std::string>{"field.derived_cycle /fields/adult"});
}

TEST(CheckForm, EmptiesADerivedFieldThatIsHidden) {
  Pack pack = FormPack();
  pack.fields[8].visible = *Expression::Compile("moved", pack.ExpressionScope(), TypeKind::kBool);
  Fields fields = {{"name", std::string("张三")}, {"id", std::string("11010519491231002X")}};
  EXPECT_EQ(Check(pack, fields), std::vector<std::string>{});
  EXPECT_EQ(fields.count("sex"), 0U);
}

// ---- Random values -----------------------------------------------------------------------------

using Random = std::mt19937_64;

std::string RandomCitizenId(Random& random) {
  const Date day{static_cast<std::int32_t>(random() % 40'000) - 20'000};
  std::string text = day.ToString();
  std::erase(text, '-');
  text = std::to_string(110'000 + random() % 500'000) + text + std::to_string(100 + random() % 900);
  for (const char c : std::string_view("0123456789X")) {
    if (IsCitizenId(text + c)) {
      return text + c;
    }
  }
  return "";
}

Value RandomValue(Random& random, const Field& field) {
  const auto number = static_cast<std::int64_t>(random()) >> (random() % 64);
  switch (field.type) {
    case FieldType::kText:
      return std::string("张三'\"\\\n") + std::to_string(random());
    case FieldType::kInt:
      return number;
    case FieldType::kDecimal:
    case FieldType::kMoney:
      return Decimal(number, 2);
    case FieldType::kDate:
      return Date{static_cast<std::int32_t>(random() % 3'600'000) - 700'000};
    case FieldType::kTime:
      return DateTime{static_cast<std::int64_t>(random() % 250'000'000'000'000) -
                      60'000'000'000'000};
    case FieldType::kEnum:
      return field.values[random() % field.values.size()].key;
    case FieldType::kMultiEnum:
      return random() % 2 == 0 ? TextList{"paid"} : TextList{"both", "unpaid"};
    case FieldType::kBool:
      return random() % 2 == 0;
    case FieldType::kCitizenId:
      return RandomCitizenId(random);
    case FieldType::kCreditCode:
      return std::string("91350100M000100Y43");
    case FieldType::kPhone:
      return random() % 2 == 0 ? "13" + std::to_string(100'000'000 + random() % 900'000'000)
                               : "0717-" + std::to_string(1'000'000 + random() % 9'000'000);
    case FieldType::kUnit:
      return UnitId{static_cast<std::int64_t>(random() >> 1U) | 1};
    case FieldType::kReference:
      return Uuid::Derived({std::to_string(random())});
    case FieldType::kPoint:
      return Point{Decimal(static_cast<std::int64_t>(random() % 360'000'000) - 180'000'000, 6),
                   Decimal(static_cast<std::int64_t>(random() % 180'000'000) - 90'000'000, 6)};
    case FieldType::kAttachment:
      return "sha256:" + HashOf(std::to_string(random())).ToHex();
    case FieldType::kGroup: {
      GroupRows rows(1 + random() % 3);
      for (Fields& row : rows) {
        for (const Field& member : field.members) {
          if (random() % 2 == 0) {
            row[member.name] = RandomValue(random, member);
          }
        }
      }
      return rows;
    }
    case FieldType::kCarried:
      break;
  }
  return {};
}

std::vector<Field> EveryField() {
  std::vector<Field> out;
  for (const FieldType type :
       {FieldType::kText, FieldType::kInt, FieldType::kDecimal, FieldType::kMoney, FieldType::kDate,
        FieldType::kTime, FieldType::kEnum, FieldType::kMultiEnum, FieldType::kBool,
        FieldType::kCitizenId, FieldType::kCreditCode, FieldType::kPhone, FieldType::kUnit,
        FieldType::kReference, FieldType::kPoint, FieldType::kAttachment}) {
    out.push_back(MakeEnum(type));
    out.back().name = "f" + std::to_string(out.size());
  }
  Field group = MakeField(FieldType::kGroup);
  group.name = "group";
  group.members = out;
  out.push_back(group);
  return out;
}

TEST(FormProperty, AValueWrittenAndReadIsTheSame) {
  Random random(3);
  for (int i = 0; i < 500; ++i) {
    Fields fields;
    const std::vector<Field> definitions = EveryField();
    for (const Field& field : definitions) {
      const Value value = RandomValue(random, field);
      const Json json = *ParseJson(WriteJson(WriteValue(value)));
      const Result<Value> back = ReadValue(field, json);
      ASSERT_TRUE(back.ok()) << WriteJson(json) << " " << back.error().key;
      ASSERT_EQ(*back, value) << WriteJson(json);
      ASSERT_EQ(WriteJson(WriteValue(*back)), WriteJson(json));
      fields[field.name] = value;
    }
    ASSERT_EQ(*ReadFields(definitions, WriteFields(fields)), fields);
  }
}

TEST(FormProperty, WhatIsShownInAListCanBeImportedAgain) {
  Random random(4);
  for (int i = 0; i < 500; ++i) {
    for (const Field& field : EveryField()) {
      if (field.type == FieldType::kGroup || field.type == FieldType::kAttachment ||
          field.type == FieldType::kUnit || field.type == FieldType::kReference ||
          field.type == FieldType::kPoint || field.type == FieldType::kTime) {
        continue;
      }
      const Value value = RandomValue(random, field);
      if (const Date* day = value.As<Date>();
          day != nullptr && (day->year() < 1800 || day->year() > 2199)) {
        continue;  // no day of an office
      }
      const std::string shown = ShowValue(field, value, {});
      const Result<Value> back = ParseCell(field, shown, 0);
      ASSERT_TRUE(back.ok()) << shown << " " << back.error().key;
      ASSERT_EQ(*back, value) << shown;
    }
  }
}

TEST(FormProperty, NoCellDoesMoreThanFail) {
  Random random(5);
  const std::vector<std::string> words = {
      "2026", "9",    "-",     ".",        "/",  "年", "月", "日", "T",  ":",  "万",  "亿", "千",
      "元",   "%",    ",",     "￥",       "三", "十", "E+", "1",  "0",  "X",  "√",   "、", " ",
      "\xe4", "已缴", "45963", "99999999", "百", "两", "九", "−",  "时", "分", "\xff"};
  for (int i = 0; i < 1500; ++i) {
    std::string cell;
    for (std::size_t j = random() % 10; j > 0; --j) {
      cell += words[random() % words.size()];
    }
    for (const Field& field : EveryField()) {
      const Result<Value> value = ParseCell(field, cell, 2026);
      if (!value.ok()) {
        ASSERT_NE(FindMessage(value.error().key), nullptr) << value.error().key;
      } else if (field.type != FieldType::kUnit && field.type != FieldType::kReference) {
        ASSERT_TRUE(ReadValue(field, WriteValue(*value)).ok()) << cell;
      }
    }
  }
}

}  // namespace
}  // namespace luoshi::rules
