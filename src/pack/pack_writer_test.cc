#include "pack/pack_writer.h"

#include <gtest/gtest.h>

#include "pack/test_pack.h"

namespace luoshi::pack {
namespace {

rules::Pack Read(const std::string& text) {
  Result<rules::Pack> pack = ReadPack({{"pack.yaml", text}, {"a.docx", ""}});
  EXPECT_TRUE(pack.ok()) << Wrong({{"pack.yaml", text}}) << "\n" << text;
  return pack.ok() ? std::move(pack).value() : rules::Pack{};
}

TEST(WritePack, IsReadAsTheSamePack) {
  const rules::Pack pack = Read(std::string(kSmallPack));
  const std::string text = WritePack(pack);
  const rules::Pack again = Read(text);
  EXPECT_EQ(WritePack(again), text);
  for (const rules::Measure& measure : pack.measures) {
    EXPECT_EQ(again.FindMeasure(measure.name)->version, measure.version);
  }
  for (const rules::Indicator& indicator : pack.indicators) {
    EXPECT_EQ(again.FindIndicator(indicator.name)->not_filled.version,
              indicator.not_filled.version);
  }
}

// Whatever of a pack is changed shows in what is written, so nothing is left out.
TEST(WritePack, WritesEverythingThatCanBeSaid) {
  const std::string base = WritePack(Read(std::string(kSmallPack)));
  const std::pair<const char*, const char*> changes[] = {
      {"version: 3", "version: 4"},
      {"饮水井 | Wells", "饮水井 | Springs"},
      {"basis: 《水法》", "line: water"},
      {"basis: 《水法》", "notes: \"a: b\\n\\\"c\\\"\\\\\""},
      {"basis: 《水法》", "builtin: true"},
      {"key: [number]", "key: [number, village]"},
      {"title: number", "title: village"},
      {"region: village", "region: village\n  responsible: village"},
      {"region: village", "region: village\n  assisting: village"},
      {"aliases: [井号]", "aliases: [井的编号]"},
      {"Number, required: true", "Number, required: false"},
      {"Number, required: true", "Number, required: true, list: true"},
      {"Number, required: true", "Number, required: true, max_length: 7"},
      {"aliases: [深井]", "aliases: [很深的井]"},
      {"dug: 大口井", "dug: 大井"},
      {"scale: 1, unit_of_measure: 米", "scale: 2, unit_of_measure: 米"},
      {"unit_of_measure: 米", "unit_of_measure: 尺"},
      {"unit_of_measure: 米", "unit_of_measure: 米, minimum: 1"},
      {"unit_of_measure: 米", "unit_of_measure: 米, maximum: 1.5"},
      {"unit_of_measure: 米", "unit_of_measure: 米, visible: \"filled(kind)\""},
      {"unit_of_measure: 米", "unit_of_measure: 米, required_if: \"kind == 'dug'\""},
      {"unit_of_measure: 米", "unit_of_measure: 米, constraint: \"depth > 1\", message: a | b"},
      {"year(id_number)", "birth_year(id_number)"},
      {"type: attachment", "type: attachment, reason: 留证"},
      {"type: attachment", "type: group, members: {day: {title: 日期, type: date}}"},
      {"type: attachment", "type: reference, target: person"},
      {"type: attachment",
       "type: reference, target: person}\n    age: {title: 年龄 | Age, type: carried, reference: "
       "photo, "
       "field: years, as: int"},
      {"checks:", "documents: {list: {title: 清单, template: a.docx}}\nchecks:"},
      {"  states:\n    dry", "  initial: fixed\n  states:\n    dry"},
      {"closing: 验收", "closing: 办结"},
      {"枯水 | Dry", "枯水 | Empty"},
      {"Fixed, closed: true", "Fixed, closed: false"},
      {"who: [line_officer]", "who: [deputy]"},
      {"guard: \"filled(depth)\"", "guard: \"filled(kind)\""},
      {"Enter the depth", "Enter the kind"},
      {"require: [depth]", "require: [kind]"},
      {"independent: true", "independent: false"},
      {"returns: true", "returns: false"},
      {"from: [fixed]", "from: [fixed, dry]"},
      {"title: 修复时限", "title: 修井时限"},
      {"title: 修复时限", "title: 修复时限\n    kind: business"},
      {"limit: 15 working_days", "limit: 15 days"},
      {"limit: 15 working_days", "due: due"},
      {"reasons: [下雪]", "reasons: [下雨]"},
      {"    steps:", "    extend: {approver: [deputy]}\n    steps:"},
      {"-2 working_days", "-3 working_days"},
      {"warning: {offset", "soon: {kind: warning, offset"},
      {"notify: [line_officer]", "notify: [deputy]"},
      {"assign: deputy", "assign: mayor"},
      {"已修复", "修好"},
      {"\"state == 'fixed'\"", "\"state != 'dry'\""},
      {"where: \"filled(depth)\"", "where: \"depth > 1\""},
      {"where: \"filled(depth)\", scale: 1", "where: \"filled(depth)\", scale: 2"},
      {"wells: {", "wells: {unit_of_measure: 口, small: hide, "},
      {"修复率 | Fixed", "修复率 | Repaired"},
      {"base: wells", "bases: {some: wells}"},
      {"by: [kind], ", ""},
      {"target: 95.5", "target: 95"},
      {"kind: days", "kind: working_days"},
      {"0-03-01", "-1-03-01"},
      {"day: 30", "day: 29"},
      {"ranked: true", "ranked: false"},
      {"ranked: true", "ranked: true, scale: 2"},
      {"ranked: true", "ranked: true, gap_unit: 口"},
      {"ranked: true", "ranked: true, basis: 方案"},
      {"ranked: true", "ranked: true, small: hide"},
      {"better: less", "better: more"},
      {"depth > 0", "depth > 1"},
      {"The depth is above zero", "Too shallow"},
  };
  for (const auto& change : changes) {
    ASSERT_TRUE(Contains(kSmallPack, change.first)) << change.first;
    std::string changed = Replaced(kSmallPack, change.first, change.second);
    if (Contains(change.first, "wells: {")) {
      changed =
          Replaced(changed, "fixed: {title: 已修复", "fixed: {unit_of_measure: 口, title: 已修复");
    }
    const std::string text = WritePack(Read(changed));
    EXPECT_NE(text, base) << change.second;
    EXPECT_EQ(WritePack(Read(text)), text) << change.second;
  }
}

}  // namespace
}  // namespace luoshi::pack
