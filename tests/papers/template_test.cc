// A clerk's own template: the built-in one with another body, as an office program would save it.
#include "app/bulletin_compare.h"
#include "document/zip.h"
#include "tests/papers/docx_check.h"
#include "tests/papers/office.h"

namespace luoshi::testing {
namespace {

using TemplateTest = Office;

std::string WithBody(const std::string& body) {
  const std::string built_in = app::BulletinTemplate();
  const Result<document::ZipReader> zip = document::ZipReader::Open(built_in);
  document::ZipWriter out;
  for (const std::string& name : zip->names()) {
    std::string bytes = zip->Read(name).value();
    if (name == "word/document.xml") {
      const std::size_t from = bytes.find("<w:body>") + 8;
      bytes.replace(from, bytes.find("<w:sectPr>") - from, body);
    }
    out.Add(name, bytes);
  }
  return out.Finish().value();
}

std::string Line(const std::string& text, const std::string& properties = "") {
  return "<w:p>" + properties + "<w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

std::string Row(const std::vector<std::string>& cells) {
  std::string out = "<w:tr>";
  for (const std::string& cell : cells) {
    out += "<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>" + Line(cell) + "</w:tc>";
  }
  return out + "</w:tr>";
}

TEST_F(TemplateTest, FillsFiguresTablesRankingsAndChartsWhereTheClerkPutThem) {
  Found({"东沟村", "南坪村", "河湾村"});
  Project(0, "100.00", "80.00");
  Project(1, "200.00", "190.00");
  Project(2, "100.00", "10.00");
  app::BulletinOptions options = Options("第3期");
  options.template_docx =
      WithBody(Line("{{标题}}", "<w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>") +
               Line("全镇计划{{投资完成率.年度计划投资}}万元，完成｛｛投资完成率．分子｝｝万元，占{"
                    "{ 项目库与招商引资."
                    "投资完成率 }}；东沟村{{投资完成率：东沟村}}，排第{{投资完成率.位次:东沟村}}。"
                    "靠前的有{{前2:投资完成率}}，最后是{{后1:投资完成率}}。") +
               "<w:tbl><w:tblPr><w:tblW w:w=\"8000\" w:type=\"dxa\"/></w:tblPr><w:tblGrid>"
               "<w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/>"
               "<w:gridCol w:w=\"2000\"/></w:tblGrid>" +
               Row({"序号", "村", "完成率", "位次"}) +
               Row({"{{每村.序号}}", "{{每村:按投资完成率}}", "{{每村.投资完成率}}",
                    "{{每村.投资完成率.位次}}"}) +
               Row({"", "合计", "{{投资完成率}}", ""}) + "</w:tbl>" + Line("{{表:投资完成率:村}}") +
               Line("{{图:投资完成率}}") + Line("{{排名:投资完成率}}") + Line("{{总表}}") +
               Line("{{数据说明}}"));
  const Result<app::Bulletin> bulletin = Draft(options);
  ASSERT_TRUE(bulletin.ok()) << Describe(bulletin.error());
  Inspect("own-template", *bulletin);
  const std::string text = TextOf(bulletin->docx);
  EXPECT_NE(text.find("全镇计划400万元，完成280万元，占70.0%；东沟村80.0%，排第2。靠前的有"
                      "南坪村95.0%、东沟村80.0%，最后是河湾村10.0%。"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("序号\t村\t完成率\t位次\n1\t南坪村\t95.0%\t1\n2\t东沟村\t80.0%\t2\n"
                      "3\t河湾村\t10.0%\t3\n\t合计\t70.0%"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("投资完成率进度表"), std::string::npos);
  EXPECT_NE(text.find("投资完成率排名"), std::string::npos);
}

TEST_F(TemplateTest, NamesTheLeadingUnitsOfEachClassApart) {
  Found({"东沟村", "南坪村", "高山村"}, "云溪镇", {"高山村"});
  Project(0, "100.00", "80.00");
  Project(1, "100.00", "90.00");
  Project(2, "100.00", "10.00");
  app::BulletinOptions options = Options("第3期");
  options.template_docx = WithBody(Line("靠前：{{前1:投资完成率}}。"));
  const Result<app::Bulletin> bulletin = Draft(options);
  ASSERT_TRUE(bulletin.ok()) << Describe(bulletin.error());
  EXPECT_NE(TextOf(bulletin->docx).find("靠前：南坪村90.0%；山区村：高山村10.0%。"),
            std::string::npos)
      << TextOf(bulletin->docx);
}

TEST_F(TemplateTest, NamesAnUnknownIndicatorUnitOrItem) {
  Found({"东沟村"});
  Project(0, "100.00", "80.00");
  app::BulletinOptions options = Options("第3期");
  for (const char* word : {"收缴绿", "投资完成率:北山村", "投资完成率.颜色", "表:投资完成率:天",
                           "前x:投资完成率", "每村"}) {
    options.template_docx = WithBody(Line(std::string("{{") + word + "}}"));
    const Result<app::Bulletin> bulletin = Draft(options);
    ASSERT_FALSE(bulletin.ok()) << word;
    EXPECT_EQ(bulletin.error().key, "template.unknown") << word;
    EXPECT_EQ(bulletin.error().params[0].second, word);
  }
}

TEST_F(TemplateTest, ListsEveryWordWithItsValue) {
  Found({"东沟村"});
  Project(0, "100.00", "80.00");
  const Result<std::vector<app::WordValue>> words =
      app::BulletinWordList(app(), As("clerk"), town_);
  ASSERT_TRUE(words.ok()) << Describe(words.error());
  bool found = false;
  for (const app::WordValue& word : *words) {
    found = found || (word.word == "项目库与招商引资.投资完成率" && word.value == "80.0%");
  }
  EXPECT_TRUE(found);
}

TEST_F(TemplateTest, ListsEveryNumberThatCameBackChanged) {
  Found({"东沟村"});
  Project(0, "100.00", "80.00");
  app::BulletinOptions options = Options("第3期");
  options.template_docx = WithBody(Line("全镇完成投资{{投资完成率.分子}}万元，占{{投资完成率}}。"));
  ASSERT_TRUE(Draft(options).ok());
  const auto back = [&](const std::string& line) {
    return app::CompareReturned(app(), As("clerk"), "第3期", WithBody(Line(line))).value();
  };
  EXPECT_TRUE(back("全镇完成投资 80 万元，占80.0%。").empty());
  const std::vector<app::NumberChange> changed = back("全镇完成投资80万元，占８５.0%。");
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].printed, "80.0");
  EXPECT_EQ(changed[0].returned, "85.0");
  EXPECT_EQ(app::CompareReturned(app(), As("clerk"), "第9期", "").error().key, "bulletin.unknown");
}

TEST(CompareNumbers, TellsChangedAddedAndGoneNumbersFromNewWording) {
  const std::string printed =
      "一、进度\n应缴56,713人，已缴47072人\n收缴率83.0%\n较上期增加3.5个百分点\n";
  EXPECT_TRUE(app::CompareNumbers(printed, printed).empty());
  EXPECT_TRUE(app::CompareNumbers(printed,
                                  "一、推进情况\n应缴５６７１３人，已缴47072人\n收缴率达到83.0%\n"
                                  "较上期增加3.5个百分点")
                  .empty());
  const std::vector<app::NumberChange> changes =
      app::CompareNumbers(printed, "应缴56713人，已缴47172人\n收缴率83.0%，居全县第2位\n");
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].printed, "47072");
  EXPECT_EQ(changes[0].returned, "47172");
  EXPECT_EQ(changes[1].returned, "2");
  EXPECT_EQ(changes[1].printed, "");
  EXPECT_EQ(changes[2].printed, "3.5");
  EXPECT_EQ(changes[2].returned, "");
}

TEST(BulletinTemplate, IsSoundButForItsWords) {
  for (const std::string& breach : CheckDocx(app::BulletinTemplate())) {
    EXPECT_NE(breach.find("a word is left"), std::string::npos) << breach;
  }
}

TEST(CheckDocx, FindsWhatWord2007WouldRefuse) {
  const auto finds = [](const std::string& body, const std::string& breach) {
    for (const std::string& found : CheckDocx(WithBody(body))) {
      if (found.find(breach) != std::string::npos) {
        return true;
      }
    }
    return false;
  };
  // The header still has its word.
  EXPECT_EQ(CheckDocx(WithBody(Line("好"))).size(), 1U);
  EXPECT_TRUE(finds("<w:p><w:pPr><w:jc w:val=\"left\"/><w:keepNext/></w:pPr></w:p>",
                    "w:keepNext stands too late in w:pPr"));
  EXPECT_TRUE(finds("<w:p><w:pPr><w:pStyle w:val=\"Nowhere\"/></w:pPr></w:p>", "Nowhere"));
  EXPECT_TRUE(
      finds("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc/></w:tr>"
            "</w:tbl>",
            "does not end with a paragraph"));
  EXPECT_TRUE(finds(
      "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>" + Row({""}) + "</w:tbl>",
      "fills 1 of 2"));
  EXPECT_TRUE(
      finds("<w:p><w:r><w:drawing><a:blip r:embed=\"rId99\"/></w:drawing></w:r></w:p>", "rId99"));
  EXPECT_EQ(CheckDocx("PK").size(), 1U);
}

}  // namespace
}  // namespace luoshi::testing
