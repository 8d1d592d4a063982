#include "pack/pack_check.h"

#include <gtest/gtest.h>

#include "pack/test_pack.h"

namespace luoshi::pack {
namespace {

TEST(CheckPack, AcceptsTheSmallPack) { EXPECT_EQ(Wrong(SmallPackWith({}, {})), ""); }

TEST(CheckPack, WantsEveryNameToMeanSomething) {
  EXPECT_EQ(Wrong(SmallPackWith("key: [number]", "key: [numbr]")),
            "pack.unknown_field pack.yaml:6:3");
  EXPECT_EQ(Wrong(SmallPackWith("region: village", "region: number")),
            "pack.unit_field pack.yaml:7:3");
  EXPECT_EQ(Wrong(SmallPackWith("to: fixed, who", "to: fixd, who")),
            "pack.unknown_state pack.yaml:25:33; pack.unreachable pack.yaml:23:5");
  EXPECT_EQ(Wrong(SmallPackWith("states: [dry]", "states: [wet]")),
            "pack.unknown_state pack.yaml:30:5");
  EXPECT_EQ(Wrong(SmallPackWith("assign: deputy", "assign: boss")),
            "pack.unknown_role pack.yaml:35:44");
  EXPECT_EQ(Wrong(SmallPackWith("base: wells", "base: well")).substr(0, 20),
            "pack.unknown_measure");
  EXPECT_EQ(Wrong(SmallPackWith("require: [depth]", "require: [depths]")).substr(0, 18),
            "pack.unknown_field");
}

TEST(CheckPack, FindsStatesNobodyReaches) {
  EXPECT_EQ(Wrong(SmallPackWith("    fixed: {title: 修复 | Fixed",
                                "    lost: 废弃 | Lost\n    fixed: {title: 修复 | Fixed")),
            "pack.unreachable pack.yaml:23:5");
}

TEST(CheckPack, LetsPersonalFieldsIntoNoFigureClockOrGuard) {
  const std::string key = "pack.refused_personal_figure";
  EXPECT_EQ(Wrong(SmallPackWith("count: \"true\"", "count: \"filled(id_number)\"")).substr(0, 28),
            key);
  EXPECT_EQ(Wrong(SmallPackWith("guard: \"filled(depth)\"", "guard: \"filled(id_number)\""))
                .substr(0, 28),
            key);
  EXPECT_EQ(Wrong(SmallPackWith("\"!filled(depth) || depth > 0\"", "\"filled(id_number)\""))
                .substr(0, 28),
            key);
  EXPECT_EQ(Wrong(SmallPackWith("type: date", "type: date, personal: true")).substr(0, 28),
            "");  // nothing reads it
}

TEST(CheckPack, LetsOnlyCoarseValuesOutOfAPersonalField) {
  EXPECT_EQ(
      Wrong(SmallPackWith("type: int, derived: \"year(id_number)\"", "derived: \"id_number\"")),
      "pack.derived_not_coarse pack.yaml:15:46");
  EXPECT_EQ(Wrong(SmallPackWith("type: int, derived: \"year(id_number)\"",
                                "personal: true, derived: \"id_number\"")),
            "");
  EXPECT_EQ(Wrong(SmallPackWith("year(id_number)", "birth_year(id_number)")), "");
  EXPECT_EQ(Wrong(SmallPackWith("type: citizen_id, personal: true", "type: citizen_id")),
            "pack.must_be_personal pack.yaml:14:5");
}

TEST(CheckPack, RefusesAFieldThatDerivesFromItself) {
  EXPECT_EQ(
      Wrong(SmallPackWith("scale: 1, unit_of_measure: 米", "scale: 1, derived: \"depth + 1\"")),
      "field.derived_cycle pack.yaml:16:5");
}

TEST(CheckPack, SplitsFiguresByClosedListsOnly) {
  EXPECT_EQ(Wrong(SmallPackWith("by: [kind]", "by: [depth]")).substr(0, 12), "pack.by_type");
  EXPECT_EQ(Wrong(SmallPackWith("period: year", "period: due")).substr(0, 16), "pack.period_type");
}

TEST(CheckPack, WantsMeasuresOfOneIndicatorToBeAlike) {
  EXPECT_EQ(Wrong(SmallPackWith("base: wells", "base: metres")).substr(0, 18),
            "pack.measure_scale");
  EXPECT_EQ(Wrong(SmallPackWith("numerator: late,", "numerator: fixed,")).substr(0, 19),
            "pack.measure_period");
}

TEST(CheckPack, KeepsHeadingsAndValuesApart) {
  EXPECT_EQ(Wrong(SmallPackWith("aliases: [井号]", "aliases: [年 度]")),
            "pack.same_heading pack.yaml:12:5");
  EXPECT_EQ(Wrong(SmallPackWith("aliases: [深井]", "aliases: [大口井]")).substr(0, 15),
            "pack.same_value");
}

TEST(CheckPack, KnowsWhatMakesAClock) {
  EXPECT_EQ(Wrong(SmallPackWith("limit: 15 working_days", "due: due")), "");
  EXPECT_EQ(Wrong(SmallPackWith("limit: 15 working_days", "due: number")),
            "pack.due_field pack.yaml:31:5");
  EXPECT_EQ(Wrong(SmallPackWith("limit: 15 working_days", "limit: 15 working_days\n    due: due")),
            "pack.limit_or_due pack.yaml:28:3");
  EXPECT_EQ(Wrong(SmallPackWith(", assign: deputy", "")), "pack.assign pack.yaml:35:7");
  EXPECT_EQ(Wrong(SmallPackWith("offset: -2", "offset: 2")), "pack.warning_late pack.yaml:34:17");
}

TEST(CheckPack, WantsAPlanToRunForwardThroughAYear) {
  EXPECT_EQ(Wrong(SmallPackWith("\"0-03-01\"", "\"0-07-01\"")).substr(0, 21),
            "pack.trajectory_order");
  EXPECT_EQ(Wrong(SmallPackWith("period: year, ", "")).substr(0, 22), "pack.trajectory_period");
}

TEST(CheckPack, SealsAGroupWithAPersonalMemberAsAWhole) {
  const char* group =
      "depth: {title: 深度 | Depth, type: group, members: {phone: {title: 电话, type: phone, "
      "personal: true}}}\n    metres_deep: {title: 深 | Deep, ";
  const std::string text = Replaced(
      Replaced(std::string(kSmallPack), "    depth: {title: 深度 | Depth, ",
               std::string("    ") + group),
      "sum: depth, where: \"filled(depth)\"", "sum: metres_deep, where: \"filled(metres_deep)\"");
  const std::string fixed = Replaced(text, "!filled(depth) || depth > 0", "true");
  EXPECT_EQ(Wrong({{"pack.yaml", fixed}}).substr(0, 20), "pack.personal_member");
}

TEST(CheckPack, WantsTheTemplateOfADocument) {
  std::vector<rules::PackFile> files = SmallPackWith({}, {});
  files[0].content += "documents:\n  list: {title: 清单, template: templates/list.docx}\n";
  EXPECT_EQ(Wrong(files), "pack.no_template pack.yaml:47:21");
  files.push_back({"templates/list.docx", "PK"});
  EXPECT_EQ(Wrong(files), "");
}

TEST(CheckPackSet, FindsReferencesToPacksThatAreNotThere) {
  Result<rules::Pack> pack = ReadPack(
      SmallPackWith("    due:",
                    "    owner_of: {title: 户 | Household, type: reference, target: household}\n"
                    "    people: {title: 人数 | People, type: carried, reference: owner_of, "
                    "field: residents, as: int}\n    due:"));
  ASSERT_TRUE(pack.ok());
  rules::Pack household = *pack;
  household.name = "household";
  const std::vector<Error> alone = CheckPackSet({*pack});
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_EQ(alone[0].key, "pack.unknown_target");
  const std::vector<Error> together = CheckPackSet({*pack, household});
  ASSERT_EQ(together.size(), 2U);  // each of the two carries a field that household does not have
  EXPECT_EQ(together[0].key, "pack.carried_source");
}

}  // namespace
}  // namespace luoshi::pack
