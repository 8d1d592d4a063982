#include <gtest/gtest.h>

#include "document/docx_writer.h"
#include "document/sheet_annotate.h"
#include "document/sheet_reader.h"
#include "document/template.h"
#include "document/text_extract.h"
#include "document/zip.h"

namespace luoshi::document {
namespace {

PdfFonts Fonts() { return PdfFonts::Load("").value(); }

std::string TextOf(std::string_view docx) {
  const Result<ExtractedText> text = ExtractText(docx);
  return text.ok() ? text->text : text.error().key;
}

// An office's own template with the given body.
std::string Template(std::string_view body) {
  ZipWriter zip;
  zip.Add("_rels/.rels",
          "<Relationships><Relationship Id='r1' Type='x/officeDocument' "
          "Target='word/document.xml'/></Relationships>");
  zip.Add("[Content_Types].xml",
          "<Types><Default Extension='xml' ContentType='application/xml'/></Types>");
  zip.Add("word/document.xml",
          "<w:document xmlns:w='w'><w:body>" + std::string(body) +
              "<w:sectPr><w:pgSz w:w='9000'/></w:sectPr></w:body></w:document>");
  zip.Add("word/_rels/document.xml.rels",
          "<Relationships><Relationship Id='r2' Type='x/styles' Target='styles.xml'/>"
          "</Relationships>");
  zip.Add("word/styles.xml",
          "<w:styles xmlns:w='w'><w:style w:type='paragraph' w:styleId='a3'><w:name "
          "w:val='Heading 1'/></w:style><w:style w:type='paragraph' w:styleId='a4'><w:name "
          "w:val='正文二'/><w:pPr><w:ind w:firstLineChars='200'/></w:pPr></w:style></w:styles>");
  zip.Add("word/header1.xml",
          "<w:hdr xmlns:w='w'><w:p><w:r><w:t>{{page_header}}</w:t></w:r></w:p></w:hdr>");
  return zip.Finish().value();
}

TEST(ReadTemplate, PutsSplitPlaceholdersTogether) {
  const Result<Paper> paper = ReadTemplate(Template(
      "<w:p><w:pPr><w:pStyle w:val='a3'/></w:pPr><w:r><w:t>一、</w:t></w:r></w:p>"
      "<w:p><w:pPr><w:pStyle w:val='a4'/></w:pPr><w:r><w:t>收缴率{</w:t></w:r><w:r><w:rPr><w:b/>"
      "</w:rPr><w:t>{fig</w:t></w:r><w:proofErr/><w:r><w:t>ure rate }</w:t></w:r><w:r><w:t>}，"
      "截至｛｛date｝｝</w:t></w:r></w:p>"
      "<w:p><w:r><w:t xml:space='preserve'> {{table villages}} </w:t></w:r></w:p>"
      "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"));
  ASSERT_TRUE(paper.ok());
  ASSERT_EQ(paper->blocks.size(), 4U);
  EXPECT_EQ(std::get<Heading>(paper->blocks[0]).level, 1);
  const auto& paragraph = std::get<Paragraph>(paper->blocks[1]);
  EXPECT_TRUE(paragraph.indent);
  EXPECT_EQ(paragraph.runs,
            (Runs{{"收缴率"}, {"figure rate", false, true}, {"，截至"}, {"date", false, true}}));
  EXPECT_EQ(std::get<Placeholder>(paper->blocks[2]).text, "table villages");
  EXPECT_EQ(PlaceholdersOf(*paper),
            (std::vector<std::string>{"figure rate", "date", "table villages"}));
}

TEST(ReadTemplate, NamesAPlaceholderThatIsNotClosed) {
  const Result<Paper> paper = ReadTemplate(Template("<w:p><w:r><w:t>至{{date</w:t></w:r></w:p>"));
  ASSERT_FALSE(paper.ok());
  EXPECT_EQ(paper.error().key, "template.unclosed");
  EXPECT_EQ(ReadTemplate("PK\x03\x04").error().key, "document.damaged");
}

TEST(Fill, ReplacesWordsAndBlocksAndNamesEveryUnknown) {
  Paper paper;
  paper.blocks.emplace_back(Paragraph{{TextRun{"至"}, TextRun{"date", true, true}}});
  paper.blocks.emplace_back(Placeholder{"list", ""});
  Table table{.columns = {{"{{unit}}"}}, .rows = {{{"{{a}}/{{unit}}"}}}};
  paper.blocks.emplace_back(table);
  const Resolver resolver = [](std::string_view name) -> Result<std::optional<Filling>> {
    if (name == "list") {
      return std::optional<Filling>(std::vector<Block>{PageBreak{}, PageBreak{}});
    }
    return name == "nothing" || name == "none"
               ? std::optional<Filling>()
               : std::optional<Filling>(Runs{TextRun{"[" + std::string(name) + "]"}});
  };
  const Result<Paper> filled = Fill(paper, resolver);
  ASSERT_TRUE(filled.ok());
  ASSERT_EQ(filled->blocks.size(), 4U);
  EXPECT_EQ(std::get<Paragraph>(filled->blocks[0]).runs, (Runs{{"至"}, {"[date]", true}}));
  EXPECT_EQ(std::get<Table>(filled->blocks[3]).rows[0].cells[0], "[a]/[unit]");

  Paper wrong;
  wrong.blocks.emplace_back(
      Paragraph{{TextRun{"nothing", false, true}, TextRun{"none", false, true}}});
  const Result<Paper> unknown = Fill(wrong, resolver);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().key, "template.unknown");
  EXPECT_EQ(unknown.error().params[0].second, "nothing");
  ASSERT_EQ(unknown.error().others.size(), 1U);
  Paper middle;
  middle.blocks.emplace_back(Paragraph{{TextRun{"见"}, TextRun{"list", false, true}}});
  EXPECT_EQ(Fill(middle, resolver).error().key, "template.block_in_text");
}

TEST(WriteDocx, KeepsTheTemplatesStylesPageAndHeaderAndAddsWhatItLacks) {
  Paper paper{.page_header = "石桥镇 & 落实"};
  paper.blocks.emplace_back(Heading{1, {TextRun{"一、进度"}}});
  paper.blocks.emplace_back(Paragraph{{TextRun{"率 <83%>", true}}, Align::kJustify, true, "a4"});
  const Result<std::string> docx = WriteDocx(paper, Template("<w:p/>"), Fonts());
  ASSERT_TRUE(docx.ok());
  const Result<ZipReader> zip = ZipReader::Open(*docx);
  ASSERT_TRUE(zip.ok());
  EXPECT_EQ(zip->Read("word/document.xml").value(),
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body><w:p><w:pPr><w:pStyle "
            "w:val=\"a3\"/></w:pPr><w:r><w:t xml:space=\"preserve\">一、进度</w:t></w:r></w:p><w:p>"
            "<w:pPr><w:pStyle w:val=\"a4\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t "
            "xml:space=\"preserve\">率 &lt;83%&gt;</w:t></w:r></w:p><w:sectPr><w:pgSz "
            "w:w=\"9000\"/></w:sectPr></w:body></w:document>");
  const std::string styles = zip->Read("word/styles.xml").value();
  EXPECT_NE(styles.find("公文正文"), std::string::npos);
  EXPECT_EQ(styles.find("heading 1"), std::string::npos);
  EXPECT_NE(zip->Read("word/header1.xml").value().find("石桥镇 &amp; 落实"), std::string::npos);
}

TEST(WriteDocx, WritesEveryBlockIntoTheBuiltInTemplate) {
  Paper paper{.date = Date::Parse("2026-11-20").value()};
  paper.blocks.emplace_back(Masthead{"石桥镇通报", "第12期", "党政办", paper.date});
  paper.blocks.emplace_back(Heading{0, {TextRun{"关于两费的通报"}}});
  paper.blocks.emplace_back(Table{.caption = "进度表",
                                  .unit_line = "单位：户",
                                  .columns = {{"村"}, {"应缴", "医保"}, {"已缴", "医保"}},
                                  .rows = {{{"东沟", "3", "2"}}, {{"合计", "3", "2"}, true}}});
  paper.blocks.emplace_back(BarChart{"排名", "", {{"东沟", Decimal(80, 0), "80%", {}}}});
  paper.blocks.emplace_back(KeyValues{{{"联系人", "王敏"}}});
  paper.blocks.emplace_back(Notes{"说明", {"一行"}});
  paper.blocks.emplace_back(Signature{"石桥镇人民政府", paper.date});
  paper.blocks.emplace_back(PageBreak{});
  paper.blocks.emplace_back(QrCode{"https://example.org/1", {"核验码 7K3F"}});
  const Result<std::string> docx = WriteDocx(paper, "", Fonts());
  ASSERT_TRUE(docx.ok());
  EXPECT_EQ(
      TextOf(*docx),
      "石桥镇通报\n第12期\n党政办\t2026年11月20日\n关于两费的通报\n进度表\n单位：户\n村\t医保\n"
      "\t应缴\t已缴\n东沟\t3\t2\n合计\t3\t2\n\n联系人：王敏\n说明\n一行\n\n石桥镇人民政府\n"
      "2026年11月20日\n\n\t核验码 7K3F\n");
  EXPECT_EQ(WriteDocx(paper, "", Fonts()).value(), *docx);
  const Result<ZipReader> zip = ZipReader::Open(*docx);
  EXPECT_TRUE(zip->Read("word/media/luoshi1.png").value().starts_with("\x89PNG"));
  EXPECT_TRUE(zip->Has("word/media/luoshi2.png"));
  // What it wrote it can read as a template again.
  EXPECT_TRUE(ReadTemplate(*docx).ok());
}

TEST(WriteDocx, RefusesAPlaceholderThatIsLeft) {
  Paper paper;
  paper.blocks.emplace_back(Placeholder{"list", ""});
  EXPECT_EQ(WriteDocx(paper, "", Fonts()).error().key, "template.unfilled");
  paper.blocks[0] = Paragraph{{TextRun{"date", false, true}}};
  EXPECT_EQ(WriteDocx(paper, "", Fonts()).error().key, "template.unfilled");
  EXPECT_EQ(WriteDocx(Paper{}, "no docx", Fonts()).error().key, "document.damaged");
}

std::string Rows(std::string_view bytes) {
  std::string out;
  const Result<std::unique_ptr<Workbook>> book = OpenWorkbook(std::string(bytes));
  if (!book.ok()) {
    return book.error().key;
  }
  const Status status = (*book)->ForEachRow(0, [&out](const SheetRow& row) {
    out += std::to_string(row.number) + ":";
    for (const SheetCell& cell : row.cells) {
      out += " " + ColumnName(cell.column) + "=" + cell.text;
    }
    out += "\n";
    return true;
  });
  return status.ok() ? out : status.error().key;
}

std::string Sheet(std::string_view data) {
  ZipWriter zip;
  zip.Add("xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='r1'/></sheets></workbook>");
  zip.Add("xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id='r1' Type='x/worksheet' "
          "Target='worksheets/s.xml'/></Relationships>");
  zip.Add("xl/worksheets/s.xml",
          "<x:worksheet><!-- kept -->" + std::string(data) + "</x:worksheet>");
  zip.Add("xl/other.bin", "untouched");
  return zip.Finish().value();
}

TEST(AnnotateWorkbook, WritesBesideEachRowAndLeavesTheRestAlone) {
  const std::string before = Sheet(
      "<x:sheetData><x:row r='1' spans='1:2'><x:c r='A1' t='str'><x:v>姓名</x:v></x:c></x:row>"
      "<x:row r='2'/><x:row r='5' ht='20'><x:c r='B5'><x:v>5</x:v></x:c></x:row></x:sheetData>");
  const Result<std::string> after = AnnotateWorkbook(
      before, 0, 1, "校验结果", {{2, "空行"}, {3, "缺行"}, {5, "应为 <数字>"}, {9, "在后"}});
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(Rows(*after),
            "1: A=姓名 C=校验结果\n2: C=空行\n3: C=缺行\n5: B=5 C=应为 <数字>\n9: C=在后\n");
  const Result<ZipReader> zip = ZipReader::Open(*after);
  ASSERT_TRUE(zip.ok());
  EXPECT_EQ(zip->Read("xl/other.bin").value(), "untouched");
  const std::string xml = zip->Read("xl/worksheets/s.xml").value();
  EXPECT_NE(xml.find("<!-- kept -->"), std::string::npos);
  EXPECT_NE(xml.find("<x:row r='5' ht='20'><x:c r='B5'><x:v>5</x:v></x:c><x:c r=\"C5\""),
            std::string::npos);

  // Sent again after correction: the column is replaced, not doubled.
  const Result<std::string> again = AnnotateWorkbook(*after, 0, 1, "校验结果", {{3, "仍缺"}});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(Rows(*again), "1: A=姓名 C=校验结果\n3: C=仍缺\n5: B=5\n");
}

TEST(AnnotateWorkbook, FillsAnEmptySheetAndRefusesWhatIsNone) {
  EXPECT_EQ(Rows(AnnotateWorkbook(Sheet("<x:sheetData/>"), 0, 1, "结果", {{2, "无"}}).value()),
            "1: A=结果\n2: A=无\n");
  EXPECT_EQ(AnnotateWorkbook(Sheet("<x:sheetData/>"), 3, 1, "a", {}).error().key, "sheet.missing");
  EXPECT_EQ(AnnotateWorkbook("a,b\n", 0, 1, "a", {}).error().key, "document.not_a_sheet");
}

}  // namespace
}  // namespace luoshi::document
