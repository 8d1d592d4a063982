#include "rules/form.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/messages.h"
#include "rules/test_field.h"

namespace luoshi::rules {
namespace {

std::string Read(const Field& field, std::string_view json) {
  const Result<Value> value = ReadValue(field, *ParseJson(json));
  if (!value.ok()) {
    EXPECT_NE(FindMessage(value.error().key), nullptr) << value.error().key;
    return value.error().key + " " + value.error().pointer;
  }
  return WriteJson(WriteValue(*value));
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

}  // namespace
}  // namespace luoshi::rules
