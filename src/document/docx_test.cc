#include <gtest/gtest.h>

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
  zip.Add("word/header1.xml", "<w:hdr xmlns:w='w'><w:p><w:r><w:t>{{率}}</w:t></w:r></w:p></w:hdr>");
  return zip.Finish().value();
}

// {{村名}} and {{率}} have values, {{列表}} stands for blocks, {{每村}} repeats its row.
TemplateWords Meaning() {
  return {
      [](std::string_view word, std::string_view row) -> Result<std::optional<Filling>> {
        if (word == "列表") {
          return std::optional<Filling>(
              std::vector<Block>{Heading{1, {{"一、进度"}}}, Notes{"", {"甲 & 乙"}}});
        }
        if (word == "无") {
          return std::optional<Filling>(std::string());
        }
        if (word == "每村") {
          return std::optional<Filling>(std::string(row));
        }
        return word == "率" ? std::optional<Filling>("83.25%") : std::nullopt;
      },
      [](const std::vector<std::string>& words) -> Result<std::optional<std::vector<std::string>>> {
        if (words.front() != "每村") {
          return std::optional<std::vector<std::string>>();
        }
        return std::optional(std::vector<std::string>{"东沟村", "南坪村"});
      }};
}

std::string BodyOf(std::string_view docx) {
  const Result<ZipReader> zip = ZipReader::Open(docx);
  const std::string xml = zip->Read("word/document.xml").value();
  const std::size_t from = xml.find("<w:body>") + 8;
  return xml.substr(from, xml.find("<w:sectPr") - from);
}

TEST(FillTemplate, PutsTheValueWhereTheWordBeganWhateverRunsItWasCutInto) {
  const Result<FilledTemplate> filled = FillTemplate(
      Template("<w:p><w:pPr><w:pStyle w:val='a4'/></w:pPr><w:r><w:t>收缴率{</w:t></w:r><w:r><w:rPr>"
               "<w:b/><w:color w:val='FF0000'/></w:rPr><w:t>{</w:t></w:r><w:proofErr/><w:r><w:t>率 "
               "}</w:t></w:r><w:r><w:t>}，按｛｛率｝｝计</w:t></w:r></w:p>"),
      Meaning(), Fonts());
  ASSERT_TRUE(filled.ok()) << filled.error().key;
  EXPECT_EQ(
      BodyOf(filled->docx),
      "<w:p><w:pPr><w:pStyle w:val=\"a4\"/></w:pPr><w:r><w:t "
      "xml:space=\"preserve\">收缴率83.25%</w:t></w:r><w:r><w:rPr><w:b/><w:color "
      "w:val=\"FF0000\"/></w:rPr><w:t xml:space=\"preserve\"></w:t></w:r><w:proofErr/><w:r><w:t "
      "xml:space=\"preserve\"></w:t></w:r><w:r><w:t xml:space=\"preserve\">，按83.25%计</w:t>"
      "</w:r></w:p>");
  const auto& paragraph = std::get<Paragraph>(filled->paper.blocks.at(0));
  EXPECT_TRUE(paragraph.indent);
  EXPECT_EQ(paragraph.runs, (Runs{{"收缴率83.25%，按83.25%计"}}));
}

TEST(FillTemplate, RepeatsARowForEachKeyAndLeavesTheOthersAlone) {
  const Result<FilledTemplate> filled = FillTemplate(
      Template(
          "<w:tbl><w:tblGrid><w:gridCol w:w='100'/><w:gridCol w:w='300'/></w:tblGrid>"
          "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>村</w:t></w:r></w:p></w:tc>"
          "<w:tc><w:p><w:r><w:t>收缴率</w:t></w:r></w:p></w:tc></w:tr>"
          "<w:tr><w:tc><w:p><w:r><w:t>{{每村}}</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:shd "
          "w:fill='EEEEEE'/></w:tcPr><w:p><w:pPr><w:jc w:val='right'/></w:pPr><w:r><w:t>{{率}}"
          "</w:t></w:r></w:p></w:tc></w:tr>"
          "<w:tr><w:tc><w:p><w:r><w:t>合计</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>{{率}}"
          "</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
      Meaning(), Fonts());
  ASSERT_TRUE(filled.ok()) << filled.error().key;
  const auto& table = std::get<Table>(filled->paper.blocks.at(0));
  ASSERT_EQ(table.columns.size(), 2U);
  EXPECT_EQ(table.columns[1].title, "收缴率");
  EXPECT_EQ(table.columns[1].width, 300);
  EXPECT_EQ(table.columns[1].align, Align::kRight);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[0].cells, (std::vector<std::string>{"东沟村", "83.25%"}));
  EXPECT_EQ(table.rows[1].cells, (std::vector<std::string>{"南坪村", "83.25%"}));
  EXPECT_TRUE(table.rows[2].total);
  const std::string body = BodyOf(filled->docx);
  EXPECT_EQ(body.find("{{"), std::string::npos);
  EXPECT_NE(body.find("EEEEEE"), body.rfind("EEEEEE")) << "each row keeps its format";
}

TEST(FillTemplate, FillsHeadersAndTextBoxesAndTakesOutWhatIsEmpty) {
  const Result<FilledTemplate> filled = FillTemplate(
      Template("<w:p><w:r><w:t>{{无}}</w:t></w:r></w:p><w:p><w:r><w:pict><w:txbxContent><w:p><w:r>"
               "<w:t>{{率}}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p><w:p><w:r><w:t>{{"
               "列表}}</w:t></w:r></w:p>"),
      Meaning(), Fonts());
  ASSERT_TRUE(filled.ok()) << filled.error().key;
  const std::string body = BodyOf(filled->docx);
  EXPECT_TRUE(body.starts_with("<w:p><w:r><w:pict>")) << body;
  EXPECT_NE(body.find("<w:t xml:space=\"preserve\">83.25%</w:t>"), std::string::npos);
  EXPECT_NE(body.find("甲 &amp; 乙"), std::string::npos);
  const Result<ZipReader> zip = ZipReader::Open(filled->docx);
  EXPECT_NE(zip->Read("word/header1.xml").value().find("83.25%"), std::string::npos);
  const std::string styles = zip->Read("word/styles.xml").value();
  EXPECT_NE(styles.find("公文附注"), std::string::npos) << "what the blocks need is added";
  EXPECT_EQ(styles.find("heading 1"), std::string::npos) << "and nothing it has already";
  EXPECT_EQ(std::get<Heading>(filled->paper.blocks.at(1)).runs, (Runs{{"一、进度"}}));
}

TEST(FillTemplate, NamesEveryUnknownWordAndWhereItStands) {
  const Result<Paper> paper = FillTemplate(
      Template(
          "<w:p><w:r><w:t>{{率}}</w:t></w:r></w:p><w:p><w:r><w:t>{{收缴绿}}</w:t></w:r></w:p>"
          "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{不知}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
      Meaning());
  ASSERT_FALSE(paper.ok());
  EXPECT_EQ(paper.error().key, "template.unknown");
  EXPECT_EQ(Message(paper.error(), Language::kZh).find("模板第2段的“收缴绿”不认识"), 0U);
  ASSERT_EQ(paper.error().others.size(), 1U);
  EXPECT_EQ(paper.error().others[0].params[1].second, "第1个表第1行");
}

TEST(FillTemplate, SaysWhatIsNotClosedAndWhatNeedsAParagraphOfItsOwn) {
  const auto key_of = [](std::string_view body) {
    const Result<Paper> paper = FillTemplate(Template(body), Meaning());
    return paper.ok() ? std::string() : paper.error().key;
  };
  EXPECT_EQ(key_of("<w:p><w:r><w:t>至{{率</w:t></w:r></w:p>"), "template.unclosed");
  EXPECT_EQ(key_of("<w:p><w:r><w:t>见{{列表}}</w:t></w:r></w:p>"), "template.block_in_text");
  EXPECT_EQ(key_of("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{列表}}</w:t></w:r></w:p></w:tc></w:tr>"
                   "</w:tbl>"),
            "template.block_in_text");
  EXPECT_EQ(FillTemplate("PK\x03\x04", Meaning()).error().key, "document.damaged");
}

// The built-in template whose 正文 is these blocks and whose other words are empty.
Result<FilledTemplate> Written(const std::vector<Block>& blocks) {
  return FillTemplate(
      BuiltInTemplate("progress"),
      {[&](std::string_view word, std::string_view) -> Result<std::optional<Filling>> {
         return word == "正文" ? std::optional(Filling(blocks))
                               : std::optional(Filling(std::string()));
       },
       [](const std::vector<std::string>&) -> Result<std::optional<std::vector<std::string>>> {
         return std::optional<std::vector<std::string>>();
       }},
      Fonts());
}

std::vector<Block> EveryBlock() {
  const Date date = Date::Parse("2026-11-20").value();
  return {Masthead{"石桥镇通报", "第12期", "党政办", "2026年11月20日", true},
          Heading{0, {TextRun{"关于两费的通报"}}},
          Table{.caption = "进度表",
                .unit_line = "单位：户",
                .columns = {{"村"}, {"应缴", "医保"}, {"已缴", "医保"}},
                .rows = {{{"东沟", "3", "2"}}, {{"合计", "3", "2"}, true}}},
          BarChart{"排名", "", {{"东沟", Decimal(80, 0), "80%", {}}}},
          KeyValues{{{"联系人", "王敏"}}},
          Table{.caption = "总表", .columns = {{"村"}}, .rows = {{{"东沟"}}}, .landscape = true},
          Notes{"说明", {"一行"}},
          Signature{"石桥镇人民政府", date},
          PageBreak{},
          QrCode{"https://example.org/1", {"核验码 7K3F"}},
          Colophon{"抄送：县委办。", "党政办", "2026年11月20日印发"}};
}

TEST(FillTemplate, WritesEveryBlockIntoTheBuiltInTemplate) {
  const Result<FilledTemplate> filled = Written(EveryBlock());
  ASSERT_TRUE(filled.ok()) << filled.error().key;
  EXPECT_EQ(
      TextOf(filled->docx),
      "石桥镇通报\n第12期\n党政办\t2026年11月20日\n关于两费的通报\n进度表\n单位：户\n村\t医保\n"
      "\t应缴\t已缴\n东沟\t3\t2\n合计\t3\t2\n\n联系人：王敏\n\n总表\n村\n东沟\n\n说明\n一行\n\n"
      "石桥镇人民政府\n2026年11月20日\n\n\t核验码 7K3F\n\n抄送：县委办。\n党政办\t"
      "2026年11月20日印发\n");
  EXPECT_EQ(Written(EveryBlock())->docx, filled->docx);
  const Result<ZipReader> zip = ZipReader::Open(filled->docx);
  EXPECT_TRUE(zip->Read("word/media/luoshi1.png").value().starts_with("\x89PNG"));
  EXPECT_TRUE(zip->Has("word/media/luoshi2.png"));
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
