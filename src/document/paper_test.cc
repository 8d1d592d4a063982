#include "document/paper.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "document/pdf_writer.h"
#include "document/qr.h"

namespace luoshi::document {
namespace {

Paper Bulletin() {
  Paper paper{.title = "重点工作进度通报", .date = Date::Parse("2026-11-20").value()};
  paper.blocks.emplace_back(
      Masthead{"石桥镇重点工作进度通报", "第12期", "石桥镇党政办公室", "2026年11月20日", true});
  paper.blocks.emplace_back(Heading{0, {TextRun{"关于城乡居民两费收缴进度的通报"}}});
  paper.blocks.emplace_back(
      Paragraph{{TextRun{"各村（社区）、镇直各部门："}}, Align::kJustify, false});
  paper.blocks.emplace_back(Paragraph{
      {TextRun{"截至11月20日，全镇应缴18,342人，已缴15,232人，收缴率"}, TextRun{"83.04%", true},
       TextRun{"，比序时进度（80.00%）快3.04个百分点。其中东沟、南坪、河湾等6个村超过90%"
               "，西岭、石门2个村不足70%，"
               "须在11月30日前逐户核实未缴原因，对经济困难的落实资助参保政策，对本人选择不参"
               "保的记录一次说明，不得重复动员。"}}});
  paper.blocks.emplace_back(Heading{1, {TextRun{"一、收缴情况"}}});
  paper.blocks.emplace_back(Heading{2, {TextRun{"（一）各村进度"}}});
  Table table{.caption = "各村两费收缴进度表", .unit_line = "单位：人、%"};
  table.columns = {{"序号"},
                   {"村（社区）"},
                   {"应缴", "城乡居民医保", Align::kRight},
                   {"已缴", "城乡居民医保", Align::kRight},
                   {"收缴率", "城乡居民医保", Align::kRight},
                   {"较上周", "", Align::kRight},
                   {"备注", "", Align::kLeft}};
  BarChart chart{.caption = "收缴率排名", .planned_label = "序时进度 80.00%"};
  const std::vector<std::string> villages = {"东沟村", "南坪村", "河湾村", "上寨村",   "下寨村",
                                             "青石村", "柳林村", "白云村", "龙泉社区", "桃园村",
                                             "马鞍村", "大坪村", "石门村", "西岭村"};
  for (std::size_t i = 0; i < villages.size(); ++i) {
    const auto n = static_cast<std::int64_t>(i);
    const Decimal rate(9612 - n * 217, 2);
    table.rows.push_back({{std::to_string(i + 1), villages[i], std::to_string(1320 - n),
                           std::to_string(1260 - n * 30), rate.ToString(), "+1.20",
                           i == 13 ? "外出务工较多，正在逐户联系核实" : ""}});
    chart.bars.push_back({villages[i], rate, rate.ToString() + "%", Decimal(80, 0)});
  }
  table.rows.push_back({{"", "合计", "18342", "15232", "83.04", "+1.35", ""}, true});
  paper.blocks.emplace_back(table);
  paper.blocks.emplace_back(Heading{2, {TextRun{"（二）排名"}}});
  paper.blocks.emplace_back(chart);
  paper.blocks.emplace_back(Heading{1, {TextRun{"二、下一步要求"}}});
  paper.blocks.emplace_back(
      Paragraph{{TextRun{"请各村认真核对名单，数据有误的，请在3个工作日内提出异议。"}}});
  paper.blocks.emplace_back(Signature{"石桥镇人民政府", paper.date});
  paper.blocks.emplace_back(PageBreak{});
  paper.blocks.emplace_back(KeyValues{{{"联系人", "党政办 王敏"}, {"核验码", "7K3F-92QD"}}});
  paper.blocks.emplace_back(
      Notes{"数据说明",
            {"1. 收缴率＝（已缴人数＋全额资助人数）÷应缴人数；未填写的不计入分子。",
             "2. 数据来自各村登记和税务部门11月19日清单，截至2026年11月20日17时。"}});
  paper.blocks.emplace_back(QrCode{"https://example.org/v/7K3F92QD",
                                   {"核验码 7K3F-92QD", "扫码可核对本期每一个数字的来源"}});
  return paper;
}

PdfFonts Fonts() { return PdfFonts::Load("").value(); }

TEST(WritePdf, SetsABulletinOnNumberedPages) {
  const Result<PdfFile> pdf = WritePdf(Bulletin(), Fonts());
  ASSERT_TRUE(pdf.ok());
  EXPECT_TRUE(pdf->bytes.starts_with("%PDF-"));
  EXPECT_EQ(pdf->pages, 4);
  EXPECT_TRUE(pdf->missing.empty());
}

TEST(WritePdf, GivesTheSameBytesForTheSamePaper) {
  EXPECT_EQ(WritePdf(Bulletin(), Fonts())->bytes, WritePdf(Bulletin(), Fonts())->bytes);
}

TEST(WritePdf, RepeatsATableOverManyPagesAndSurvivesARowHigherThanAPage) {
  Paper paper;
  Table table{.columns = {{"序号"}, {"说明"}}};
  for (int i = 0; i < 200; ++i) {
    table.rows.push_back({{std::to_string(i), "一"}});
  }
  std::string endless;
  for (int i = 0; i < 3000; ++i) {
    endless += "很长";
  }
  table.rows.push_back({{"x", endless}});
  paper.blocks.emplace_back(table);
  const Result<PdfFile> pdf = WritePdf(paper, Fonts());
  ASSERT_TRUE(pdf.ok());
  EXPECT_GE(pdf->pages, 6);
  EXPECT_LE(pdf->pages, 12);
}

TEST(WritePdf, NamesCharactersThatNoFontHas) {
  Paper paper;
  paper.blocks.emplace_back(Paragraph{{TextRun{"王\U000F1234芳"}}});
  const Result<PdfFile> pdf = WritePdf(paper, Fonts());
  ASSERT_TRUE(pdf.ok());
  EXPECT_EQ(pdf->missing, (std::set<char32_t>{0xF1234}));
}

TEST(WritePdf, SetsAnEmptyPaperAndOddOnes) {
  EXPECT_EQ(WritePdf(Paper{}, Fonts())->pages, 1);
  Paper paper;
  paper.blocks.emplace_back(Table{});
  paper.blocks.emplace_back(BarChart{});
  paper.blocks.emplace_back(BarChart{"零", "", {{"", Decimal(0, 0), "", Decimal(-5, 0)}}});
  paper.blocks.emplace_back(Notes{});
  paper.blocks.emplace_back(Paragraph{});
  paper.blocks.emplace_back(Masthead{});
  paper.blocks.emplace_back(Table{.columns = {{"只有表头"}}});
  EXPECT_TRUE(WritePdf(paper, Fonts()).ok());
}

TEST(PdfFonts, SaysWhenTheFolderIsNotThere) {
  EXPECT_FALSE(PdfFonts::Load("/nowhere/at/all").ok());
}

TEST(MakeQr, HasTheThreeFindersAndRefusesWhatIsTooLong) {
  const Result<QrMatrix> matrix = MakeQr("https://example.org/v/7K3F92QD");
  ASSERT_TRUE(matrix.ok());
  const int last = matrix->size - 1;
  for (int i = 0; i < 7; ++i) {
    EXPECT_TRUE(matrix->At(i, 0) && matrix->At(0, i) && matrix->At(last - i, 0) &&
                matrix->At(0, last - i));
  }
  EXPECT_FALSE(matrix->At(7, 7));
  EXPECT_EQ(MakeQr(std::string(3000, 'x')).error().key, "document.qr_too_long");
  EXPECT_EQ(MakeQr("").error().key, "document.qr_too_long");
}

TEST(ColumnShares, FollowGivenWidthsOrContentAndFillTheWhole) {
  Table table{.columns = {{.title = "序号"}, {.title = "备注"}}};
  table.rows.push_back({{"1", "外出务工较多"}});
  const std::vector<int> shares = ColumnShares(table);
  EXPECT_EQ(shares[0] + shares[1], 1000);
  EXPECT_LT(shares[0], shares[1]);
  table.columns[0].width = 30;
  table.columns[1].width = 10;
  EXPECT_EQ(ColumnShares(table), (std::vector<int>{750, 250}));
}

TEST(GroupEnd, SpansNeighboursOfOneGroup) {
  const Table table{.columns = {{"a"}, {"b", "g"}, {"c", "g"}, {"d", "h"}}};
  EXPECT_EQ(HeaderRows(table), 2);
  EXPECT_EQ(GroupEnd(table, 0), 0U);
  EXPECT_EQ(GroupEnd(table, 1), 2U);
  EXPECT_EQ(GroupEnd(table, 3), 3U);
}

}  // namespace
}  // namespace luoshi::document
