#include "tests/papers/office.h"

namespace luoshi::testing {
namespace {

using BulletinTest = Office;

std::vector<std::string> Villages(std::size_t count) {
  static const std::vector<std::string> kOdd = {"东沟村",   "阿依古丽·买买提社区居民委员会",
                                                "𠅤家湾村", "䶮塘村",
                                                "南坪村",   "双江口彝族苗族土家族民族特色示范村",
                                                "河湾村",   "上寨村",
                                                "下寨村",   "青石村",
                                                "柳林村",   "白云村",
                                                "龙泉社区", "桃园村"};
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(i < kOdd.size() ? kOdd[i] : "第" + std::to_string(i + 1) + "村");
  }
  return out;
}

TEST_F(BulletinTest, IsSoundForOneVillageForFourteenAndForSixty) {
  for (const std::size_t count : {1U, 14U, 60U}) {
    SCOPED_TRACE(count);
    villages_.clear();
    Found(Villages(count));
    for (std::size_t i = 0; i < count; ++i) {
      Project(i, "100.00", std::to_string(95 - static_cast<int>(i)) + ".50");
    }
    const Result<app::Bulletin> bulletin = Draft(Options("第1期"));
    ASSERT_TRUE(bulletin.ok()) << Describe(bulletin.error());
    Inspect("villages-" + std::to_string(count), *bulletin);
    EXPECT_GE(bulletin->pages, count < 60 ? 2 : 4);
    EXPECT_NE(TextOf(bulletin->docx).find("年度计划投资"), std::string::npos);
  }
}

TEST_F(BulletinTest, TakesAVeryLongTitleAndNoRedHead) {
  Found(Villages(3), "双江口彝族苗族土家族自治镇人民政府驻地直属街道");
  Project(0, "100.00", "95.00");
  Project(1, "200.00", "20.00");
  app::BulletinOptions options = Options("云政办通〔2026〕12号");
  options.title =
      "关于2026年1—10月全镇重点项目投资完成、城乡居民基本医疗保险和养老保险费收缴、撂荒地整治、"
      "地质灾害隐患点搬迁避让等重点工作推进情况的通报";
  options.to = "各村（社区），镇直各单位";
  options.copies = "县委办公室，县政府办公室，县委督查室";
  const Result<app::Bulletin> headed = Draft(options);
  ASSERT_TRUE(headed.ok()) << Describe(headed.error());
  Inspect("long-title", *headed);
  options.number = "第2期";
  options.red_head = false;
  const Result<app::Bulletin> plain = Draft(options);
  ASSERT_TRUE(plain.ok()) << Describe(plain.error());
  Inspect("no-red-head", *plain);
  EXPECT_EQ(TextOf(plain->docx).find("重点工作进度通报"), std::string::npos);
  EXPECT_TRUE(TextOf(plain->docx).starts_with("关于2026年1—10月"));
}

TEST_F(BulletinTest, PrintsWhatAUnitBehindSaysOrThatItDidNot) {
  Found({"东沟村", "南坪村", "河湾村"});
  Project(0, "100.00", "95.00");
  Project(1, "100.00", "20.00");
  Project(2, "100.00", "10.00");
  Result<app::Bulletin> bulletin = Draft(Options("第1期"));
  ASSERT_TRUE(bulletin.ok()) << Describe(bulletin.error());
  EXPECT_EQ(bulletin->unheard, (std::vector<std::string>{"南坪村", "河湾村"}));
  EXPECT_EQ(app::IssueBulletin(app(), As("deputy"), "第1期").error().key, "bulletin.not_heard");

  GoTo("2026-10-27");
  EXPECT_EQ(app::ReplyToBulletin(app(), As("clerk"), "第1期", villages_[0], "", "无").error().key,
            "bulletin.not_asked");
  const Status said = app::ReplyToBulletin(app(), As("clerk"), "第1期", villages_[1], "",
                                           "业主资金11月到位，已约定12月15日前完成");
  ASSERT_TRUE(said.ok()) << Describe(said.error());
  GoTo("2026-10-28");
  EXPECT_EQ(app::IssueBulletin(app(), As("deputy"), "第1期").error().key,
            "bulletin.reply_unprinted");
  app::BulletinOptions again = Options("第1期");
  again.as_of = *Date::Parse("2026-10-26");
  bulletin = Draft(again);
  ASSERT_TRUE(bulletin.ok()) << Describe(bulletin.error());
  const std::string text = TextOf(bulletin->docx);
  EXPECT_NE(text.find("南坪村说明：业主资金11月到位，已约定12月15日前完成。"), std::string::npos);
  EXPECT_NE(text.find("河湾村至2026年10月28日未作说明。"), std::string::npos);
  Inspect("heard", *bulletin);
  const Status issued = app::IssueBulletin(app(), As("deputy"), "第1期");
  ASSERT_TRUE(issued.ok()) << Describe(issued.error());
  EXPECT_EQ(Draft(again).error().key, "bulletin.issued");
}

TEST_F(BulletinTest, ComparesWithTheFiguresAsIssuedAndSaysWhatLateRowsChanged) {
  Found({"东沟村", "南坪村"});
  Project(0, "100.00", "95.00");
  Project(1, "100.00", "95.00");
  ASSERT_TRUE(Draft(Options("第1期")).ok());
  ASSERT_TRUE(app::IssueBulletin(app(), As("deputy"), "第1期").ok());
  const Date before = app().today();
  GoTo("2026-10-30");
  // The correction counts on the day of what it corrects.
  registers::RecordCommand command;
  const access::Scope scope = app().SystemScope("test");
  command.origin = app().NewOrigin(scope);
  command.origin.occurred = DateTime::At(before, 9);
  command.jurisdiction = JurisdictionId{1};
  command.pack = "project";
  command.record = Uuid::Derived({"office", "project", "1"});
  command.act = rules::Act::kChange;
  command.set = {{"year_done", "97.00"}};
  const Result<registers::Applied> late = app().SubmitOne(scope, std::move(command));
  ASSERT_TRUE(late.ok()) << Describe(late.error());
  ChangeDone(0, "100.00");
  const Result<app::Bulletin> bulletin = Draft(Options("第2期"));
  ASSERT_TRUE(bulletin.ok()) << Describe(bulletin.error());
  const std::string text = TextOf(bulletin->docx);
  EXPECT_NE(
      text.find("较上期增加3.5个百分点（上期通报为95.0%，因其后补录、更正，该日数据现为96.0%）"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("南坪村投资完成率由95.0%变为97.0%（1条）"), std::string::npos) << text;
  EXPECT_EQ(text.find("东沟村投资完成率由"), std::string::npos);
  Inspect("since", *bulletin);
}

TEST_F(BulletinTest, SaysWhichRareCharactersThePrintLacks) {
  Found({"王\xF3\xB1\x88\xB4村", "南坪村"});
  Project(0, "100.00", "95.00");
  Project(1, "100.00", "95.00");
  const Result<app::Bulletin> bulletin = Draft(Options("第1期"));
  ASSERT_TRUE(bulletin.ok()) << Describe(bulletin.error());
  EXPECT_EQ(bulletin->missing, (std::vector<std::string>{"\xF3\xB1\x88\xB4"}));
}

}  // namespace
}  // namespace luoshi::testing
