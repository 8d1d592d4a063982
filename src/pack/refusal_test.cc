#include "pack/refusal.h"

#include <gtest/gtest.h>

#include "pack/test_pack.h"
#include "pack/word_lists.h"

namespace luoshi::pack {
namespace {

// The keys found when one more field stands in the small pack.
std::string WithField(std::string_view field) {
  const std::string text =
      "    due: {title: 时限 | Due, type: date}\n    " + std::string(field) + "\n";
  std::vector<std::string> keys;
  for (const Error& error :
       CheckFiles(SmallPackWith("    due: {title: 时限 | Due, type: date}\n", text))) {
    keys.push_back(error.key);
  }
  return Join(keys, " ");
}

TEST(Refusal, TakesNoRecordOfWherePeopleAre) {
  EXPECT_EQ(WithField("spot: {title: 巡查轨迹 | Path}"), "pack.refused_location");
  EXPECT_EQ(WithField("live_location: {title: 所在 | Where}"), "pack.refused_location");
  EXPECT_EQ(WithField("spot: {title: 点位 | Spot, type: point}"), "");
}

TEST(Refusal, CountsNoCheckInsPointsOrLogins) {
  EXPECT_EQ(WithField("a: {title: 打卡次数 | Times, type: int}"), "pack.refused_points");
  EXPECT_EQ(WithField("a: {title: 文明积分 | Civility, type: int}"), "pack.refused_points");
  EXPECT_EQ(WithField("a: {title: 次数 | Login count, type: int}"), "pack.refused_points");
  EXPECT_EQ(WithField("a: {title: 次数 | Times, type: int, aliases: [在线时长]}"),
            "pack.refused_points");
}

TEST(Refusal, GradesNoResidents) {
  EXPECT_EQ(WithField("a: {title: 信用分 | Credit, type: int}"), "pack.refused_grading");
  EXPECT_EQ(WithField("a: {title: 管控级别 | Level, type: enum, values: {one: 一, two: 二}}"),
            "pack.refused_grading");
  EXPECT_EQ(
      WithField("a: {title: 残疾等级 | Disability grade, type: enum, values: {one: 一, two: 二}}"),
      "");
  EXPECT_EQ(WithField("a: {title: 等级说明 | About grade}"), "");  // a text describes
}

TEST(Refusal, GradesHazardsAndPlaces) {
  std::string text =
      Replaced(std::string(kSmallPack),
               "    id_number: {title: 身份证号 | Citizen id, type: citizen_id, "
               "personal: true}\n    birth_year: {title: 出生年 | Year of birth, "
               "type: int, derived: \"year(id_number)\"}\n",
               "    a: {title: 风险级别 | Risk level, type: enum, values: {one: 一}}\n");
  EXPECT_EQ(Wrong({{"pack.yaml", text}}), "");
}

TEST(Refusal, MakesNoFigureByAMemberOfStaff) {
  const std::string text =
      Replaced(Replaced(std::string(kSmallPack), "    kind: {title: 类型 | Kind",
                        "    kind: {title: 责任人 | Person in charge"),
               "x", "x");
  // In the measures the breakdown was passed on to, and in the indicator.
  EXPECT_EQ(Wrong({{"pack.yaml", text}}),
            "pack.refused_staff_figure pack.yaml:37:3; pack.refused_staff_figure pack.yaml:38:3; "
            "pack.refused_staff_figure pack.yaml:42:3");
  EXPECT_EQ(WithField("owner: {title: 责任人 | Person in charge}"), "");
  EXPECT_EQ(Wrong(SmallPackWith("修复率 | Fixed", "网格员排名 | Order")),
            "pack.refused_staff_figure pack.yaml:42:3");
}

TEST(Refusal, KeepsNoBlackListOfHouseholds) {
  EXPECT_EQ(WithField("a: {title: 黑榜 | List, type: bool}"), "pack.refused_black_list");
  EXPECT_EQ(Wrong(SmallPackWith("饮水井 | Wells", "农户黑名单 | List")).substr(0, 23),
            "pack.refused_black_list");
}

TEST(Refusal, ListsNoPetitionersWatchesNoOpinionAndLooksIntoNoPrivateLife) {
  EXPECT_EQ(WithField("a: {title: 非访次数 | Times, type: int}"), "pack.refused_petitioners");
  EXPECT_EQ(WithField("a: {title: 舆情监测 | Opinion}"), "pack.refused_opinion");
  EXPECT_EQ(WithField("a: {title: 银行流水 | Money, type: attachment}"),
            "pack.refused_private_life");
}

TEST(Refusal, ForcesNoPhotoWithoutAReason) {
  const std::string required = "type: attachment, required: true";
  EXPECT_EQ(Wrong(SmallPackWith("type: attachment", required)),
            "pack.refused_forced_evidence pack.yaml:17:5");
  EXPECT_EQ(Wrong(SmallPackWith("type: attachment", required + ", reason: 修复须留证")), "");
  EXPECT_EQ(Wrong(SmallPackWith("require: [depth]", "require: [photo]")),
            "pack.refused_forced_evidence pack.yaml:17:5");
  EXPECT_EQ(Wrong(SmallPackWith("type: attachment", "type: point, required: true")),
            "pack.refused_forced_evidence pack.yaml:17:5");
}

TEST(Refusal, WantsABasisForAPenaltyOrVeto) {
  const std::string without = Replaced(std::string(kSmallPack), "basis: 《水法》\n", "");
  EXPECT_EQ(Wrong({{"pack.yaml", Replaced(without, "深度 | Depth", "一票否决 | Veto")}}),
            "pack.refused_penalty pack.yaml:15:5");
  EXPECT_EQ(Wrong(SmallPackWith("逾期 | Late", "罚款次数 | Times")),
            "pack.refused_penalty pack.yaml:43:3");
  EXPECT_EQ(Wrong(SmallPackWith("逾期 | Late", "罚款次数 | Times, basis: 《水法》第一条")), "");
}

TEST(Refusal, WantsBothBasesWherePeopleMaySayNo) {
  const std::string willing =
      Replaced(Replaced(std::string(kSmallPack), "values: {dug: 大口井,", "values: {dug: 不愿修,"),
               "by: [kind], ", "");
  const std::string counted =
      Replaced(willing, "\"state == 'fixed'\"", "\"state == 'fixed' && kind != 'dug'\"");
  EXPECT_EQ(Wrong({{"pack.yaml", counted}}), "pack.refused_willingness pack.yaml:42:3");
  const std::string both = Replaced(
      Replaced(counted, "base: wells", "bases: {all: wells, willing: hopeful}, binding: willing"),
      "  wells: {", "  hopeful: {count: \"kind != 'dug'\"}\n  wells: {");
  EXPECT_EQ(Wrong({{"pack.yaml", both}}), "");
  EXPECT_EQ(Wrong({{"pack.yaml", Replaced(both, "binding: willing", "binding: all")}}),
            "pack.refused_willingness pack.yaml:43:3");
  EXPECT_EQ(Wrong({{"pack.yaml", Replaced(both, "\"kind != 'dug'\"", "\"filled(depth)\"")}}),
            "pack.refused_willingness pack.yaml:43:3");
}

TEST(Refusal, HidesSmallNumbersOfThoseWhoSaidNo) {
  const std::string willing =
      Replaced(Replaced(std::string(kSmallPack), "values: {dug: 大口井,", "values: {dug: 不愿修,"),
               "by: [kind], ", "");
  const std::string counted = Replaced(willing, "\"overdue(fixing)\"", "\"kind == 'dug'\"");
  EXPECT_EQ(Wrong({{"pack.yaml", counted}}), "pack.refused_small_numbers pack.yaml:43:3");
  EXPECT_EQ(Wrong({{"pack.yaml", Replaced(counted, "better: less", "better: less, small: hide")}}),
            "");
}

TEST(HasWord, LooksForEnglishWordsWholeAndChineseOnesAnywhere) {
  EXPECT_TRUE(HasWord(WordList::kGrade, "risk_level"));
  EXPECT_TRUE(HasWord(WordList::kGrade, "Risk Level"));
  EXPECT_FALSE(HasWord(WordList::kGrade, "frank"));
  EXPECT_TRUE(HasWord(WordList::kGrade, "村民信用 分等级"));
  EXPECT_FALSE(HasWord(WordList::kPenalty, "final"));
}

}  // namespace
}  // namespace luoshi::pack
