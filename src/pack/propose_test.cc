#include "pack/propose.h"

#include <gtest/gtest.h>

#include "pack/test_pack.h"

namespace luoshi::pack {
namespace {

rules::Pack Proposed(const SheetRows& rows) {
  const Result<std::string> yaml = ProposePack(rows, "sheet", "台账");
  EXPECT_TRUE(yaml.ok()) << (yaml.ok() ? "" : Message(yaml.error(), Language::kEn));
  if (!yaml.ok()) {
    return {};
  }
  EXPECT_EQ(Wrong({{"pack.yaml", *yaml}}), "") << *yaml;
  Result<rules::Pack> pack = ReadPack({{"pack.yaml", *yaml}});
  return pack.ok() ? std::move(pack).value() : rules::Pack{};
}

const rules::Field* ByHeading(const rules::Pack& pack, std::string_view heading) {
  for (const rules::Field& field : pack.fields) {
    if (field.title.zh == heading) {
      return &field;
    }
  }
  return nullptr;
}

TEST(ProposePack, SkipsTitleLinesAndGuessesTypes) {
  const rules::Pack pack = Proposed({
      {"青山镇撂荒地台账", "", ""},
      {"2026年9月"},
      {"序号", "村名", "户主姓名", "身份证号", "联系电话", "撂荒面积（亩）", "排查日期", "状态",
       "作物", "补助金额（元）", "人数"},
      {"1", "东村", "张三", "11010519491231002X", "13800000000", "3.5", "2026-09-01", "已复耕",
       "玉米", "1,200.50", "4"},
      {"2", "东村", "李四", "", "13800000001", "12亩", "2026.9.2", "未复耕", "玉米", "300元", "2"},
      {"3", "西村", "王五", "", "", "1.25", "2026-09-03", "已复耕", "大豆", "80", "1"},
      {"4", "西村", "赵六", "", "", "1", "2026-09-03", "未复耕", "大豆", "90", "5"},
  });
  EXPECT_EQ(pack.region, "village");
  EXPECT_EQ(pack.fields.size(), 10U);
  const auto type = [&](std::string_view heading) {
    const rules::Field* field = ByHeading(pack, heading);
    EXPECT_NE(field, nullptr) << heading;
    return field == nullptr ? rules::FieldType::kGroup : field->type;
  };
  EXPECT_EQ(type("村名"), rules::FieldType::kUnit);
  EXPECT_EQ(type("身份证号"), rules::FieldType::kCitizenId);
  EXPECT_EQ(type("联系电话"), rules::FieldType::kPhone);
  EXPECT_EQ(type("撂荒面积（亩）"), rules::FieldType::kDecimal);
  EXPECT_EQ(type("排查日期"), rules::FieldType::kDate);
  EXPECT_EQ(type("状态"), rules::FieldType::kEnum);
  EXPECT_EQ(type("作物"), rules::FieldType::kEnum);
  EXPECT_EQ(type("补助金额（元）"), rules::FieldType::kDecimal);
  EXPECT_EQ(type("人数"), rules::FieldType::kInt);
  EXPECT_EQ(ByHeading(pack, "撂荒面积（亩）")->unit_of_measure, "亩");
  EXPECT_EQ(ByHeading(pack, "补助金额（元）")->unit_of_measure, "元");
  EXPECT_EQ(ByHeading(pack, "状态")->values.size(), 2U);
  EXPECT_TRUE(ByHeading(pack, "户主姓名")->personal);
  EXPECT_EQ(pack.key, std::vector<std::string>{"id_number"});
  // 已复耕 among the states makes a rate.
  ASSERT_NE(pack.FindIndicator("completion_rate"), nullptr);
  EXPECT_EQ(pack.FindMeasure("done")->where.source(), "status == 'value_1'");
}

TEST(ProposePack, MakesARateOfShouldAndDone) {
  const rules::Pack pack =
      Proposed({{"单位", "应收户数", "已收户数"}, {"东村", "100", "83"}, {"西村", "50", "40"}});
  ASSERT_NE(pack.FindIndicator("completion_rate"), nullptr);
  EXPECT_EQ(pack.FindMeasure("should")->amount->source(), "should_households");
  EXPECT_EQ(pack.FindMeasure("done")->amount->source(), "done_households");
  EXPECT_EQ(pack.FindIndicator("completion_rate")->gap_unit, "户");
}

TEST(ProposePack, CountsRowsWhenNothingElseCanBeCounted) {
  const rules::Pack pack = Proposed({{"名称", "备注"}, {"一号井", "好"}, {"二号井", "枯"}});
  EXPECT_NE(pack.FindIndicator("record_count"), nullptr);
  EXPECT_EQ(pack.FindField(pack.region)->title.zh, "所属单位");  // every record lies somewhere
}

TEST(ProposePack, SurvivesHeadingsThatBreakYaml) {
  const rules::Pack pack =
      Proposed({{"村", "a: \"b\" # {c}", "- d | e", "x\\y"}, {"东村", "'1", "@2", "%3"}});
  EXPECT_NE(ByHeading(pack, "a: \"b\" # {c}"), nullptr);
}

TEST(ProposePack, SaysWhatItDoesNotTake) {
  const auto key = [](const SheetRows& rows, std::string_view name = "sheet") {
    const Result<std::string> yaml = ProposePack(rows, name, "台账");
    return yaml.ok() ? std::string("ok") : yaml.error().key;
  };
  EXPECT_EQ(key({}), "sheet.no_header");
  EXPECT_EQ(key({{"只有一格"}}), "sheet.no_header");
  EXPECT_EQ(key({{"村", "户数"}}), "sheet.no_rows");
  EXPECT_EQ(key({{"村", "户数"}, {"东村", "1"}}, "Sheet 1"), "pack.name");
  EXPECT_EQ(key({{"村", "打卡次数"}, {"东村", "1"}}), "sheet.refused");
  EXPECT_EQ(key(SheetRows(kMaxSheetRows + 1)), "sheet.too_large");
}

}  // namespace
}  // namespace luoshi::pack
