#include <gtest/gtest.h>

#include "document/sheet_reader.h"
#include "document/sheet_values.h"
#include "document/sheet_writer.h"
#include "document/xml.h"
#include "document/zip.h"

namespace luoshi::document {
namespace {

// The rows as text, one line each: "3: A=text B#12 C@2026-09-01".
std::string Dump(const Workbook& book, std::size_t sheet = 0) {
  std::string out;
  const Status status = book.ForEachRow(sheet, [&out](const SheetRow& row) {
    out += std::to_string(row.number) + (row.hidden ? "h:" : ":");
    for (const SheetCell& cell : row.cells) {
      constexpr std::string_view kMarks = "=#@?!";
      out += " " + ColumnName(cell.column) + kMarks[static_cast<std::size_t>(cell.kind)] +
             cell.text + (cell.ruined ? "(ruined)" : "") + (cell.formula ? "(f)" : "");
    }
    out += "\n";
    return true;
  });
  return status.ok() ? out : status.error().key;
}

std::string DumpBytes(std::string bytes) {
  const Result<std::unique_ptr<Workbook>> book = OpenWorkbook(std::move(bytes));
  return book.ok() ? Dump(**book) : book.error().key;
}

// A workbook as another program would write it: one sheet of the given XML.
std::string Package(std::string_view sheet_xml,
                    std::string_view strings = "",
                    std::string_view book_properties = "") {
  ZipWriter zip;
  zip.Add("_rels/.rels",
          "<Relationships><Relationship Id='r1' Type='x/officeDocument' "
          "Target='/xl/workbook.xml'/></Relationships>");
  zip.Add("xl/workbook.xml",
          "<x:workbook>" + std::string(book_properties) +
              "<x:sheets><x:sheet name='登记' r:id='r2'/></x:sheets></x:workbook>");
  zip.Add("xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id='r2' Type='x/worksheet' Target='worksheets/a.xml'/>"
          "<Relationship Id='r3' Type='x/sharedStrings' Target='strings.xml'/>"
          "<Relationship Id='r4' Type='x/styles' Target='styles.xml'/></Relationships>");
  zip.Add("xl/worksheets/a.xml", sheet_xml);
  zip.Add("xl/strings.xml", "<sst>" + std::string(strings) + "</sst>");
  zip.Add("xl/styles.xml",
          "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy\"年\"m\"月\"'/><numFmt "
          "numFmtId='171' formatCode='0.00\"days\"'/></numFmts><cellXfs><xf numFmtId='0'/><xf "
          "numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='171'/></cellXfs></styleSheet>");
  return zip.Finish().value();
}

std::string SheetXml(std::string_view rows) {
  return "<worksheet><sheetData>" + std::string(rows) + "</sheetData></worksheet>";
}

TEST(ReadXlsx, GivesTextNumbersDatesErrorsAndFormulas) {
  EXPECT_EQ(
      DumpBytes(Package(SheetXml("<row r='2'><c r='A2' t='s'><v>1</v></c><c r='C2'><v>12.50</v></c>"
                                 "<c r='D2' s='1'><v>46266</v></c><c r='E2' t='e'><v>#N/A</v></c>"
                                 "<c r='F2' t='b'><v>1</v></c><c r='G2'><f>1+1</f><v>2</v></c>"
                                 "<c r='H2'><f>A1</f></c><c r='I2' t='inlineStr'><is><t>一</t>"
                                 "<rPh><t>yi</t></rPh><r><t>二</t></r></is></c></row>"),
                        "<si><t>甲</t></si><si><r><t>东</t></r><r><t>沟_x000D_\n村</t></r></si>")),
      "2: A=东沟\n村 C#12.5 D@2026-09-01 E!#N/A F?TRUE G#2(f) H!#NOT_CALCULATED(f) I=一二\n");
}

TEST(ReadXlsx, TakesRowsAndCellsWithoutReferencesInOrder) {
  EXPECT_EQ(DumpBytes(Package(SheetXml("<row><c><v>1</v></c><c><v>2</v></c></row><row hidden='1'>"
                                       "<c/><c><v>3</v></c></row>"))),
            "1: A#1 B#2\n2h: B#3\n");
}

TEST(ReadXlsx, FollowsTheBooksOwnEpochAndCustomDateFormats) {
  const std::string rows =
      "<row><c s='2'><v>44804</v></c><c s='3'><v>5</v></c><c s='1'><v>0.5</v></c></row>";
  EXPECT_EQ(DumpBytes(Package(SheetXml(rows), "", "<workbookPr date1904='1'/>")),
            "1: A@2026-09-01 B#5 C@1904-01-01T12:00:00\n");
  EXPECT_EQ(DumpBytes(Package(SheetXml(rows))), "1: A@2022-08-31 B#5 C@12:00:00\n");
}

TEST(ReadXlsx, ReportsMergedCellsAndHiddenColumns) {
  const Result<std::unique_ptr<Workbook>> book = OpenWorkbook(
      Package("<worksheet><cols><col min='2' max='3' hidden='1'/></cols><sheetData/><mergeCells>"
              "<mergeCell ref='A1:C2'/></mergeCells></worksheet>"));
  ASSERT_TRUE(book.ok());
  EXPECT_EQ((*book)->sheets().at(0).name, "登记");
  const Result<SheetLayout> layout = (*book)->Layout(0);
  ASSERT_TRUE(layout.ok());
  ASSERT_EQ(layout->merged.size(), 1U);
  EXPECT_EQ(layout->merged[0], (MergedRange{1, 2, 0, 2}));
  EXPECT_EQ(layout->hidden_columns, (std::vector<std::pair<int, int>>{{1, 2}}));
  EXPECT_EQ((*book)->Layout(1).error().key, "sheet.missing");
}

TEST(ReadXlsx, RefusesWhatIsDamagedOrBeyondTheLimits) {
  EXPECT_EQ(DumpBytes(Package("<worksheet><sheetData><row>")), "document.damaged");
  EXPECT_EQ(DumpBytes(Package("<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet/>")),
            "document.damaged");
  EXPECT_EQ(DumpBytes(Package(SheetXml("<row r='1048577'/>"))), "sheet.too_many_rows");
  EXPECT_EQ(DumpBytes(Package(SheetXml("<row><c r='XFE1'><v>1</v></c></row>"))),
            "sheet.too_many_columns");
  EXPECT_EQ(DumpBytes(Package(SheetXml("<row><c t='s'><v>7</v></c></row>"))), "document.damaged");
  EXPECT_EQ(DumpBytes(Package(
                SheetXml("<row><c t='str'><v>" + std::string(200'000, 'x') + "</v></c></row>"))),
            "sheet.cell_too_long");
  std::string deep;
  for (int i = 0; i < 300; ++i) {
    deep += "<a>";
  }
  EXPECT_EQ(DumpBytes(Package(deep)), "document.damaged");
  const std::string whole = Package(SheetXml(""));
  EXPECT_EQ(DumpBytes(whole.substr(0, whole.size() / 2)), "document.damaged");
  EXPECT_EQ(DumpBytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"), "document.damaged");
  EXPECT_EQ(DumpBytes(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) +
                      std::string("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32)),
            "document.locked");
}

TEST(ReadXlsx, RefusesAPackageThatUnpacksToFarMoreThanItHolds) {
  ZipWriter zip;
  zip.Begin("xl/workbook.xml");
  const std::string zeros(std::size_t{1} << 20, '0');
  for (int i = 0; i < 20; ++i) {
    zip.Write(zeros);
  }
  EXPECT_EQ(DumpBytes(zip.Finish().value()), "document.too_large");
}

TEST(ReadXlsx, StopsWhenTheCallerHasEnough) {
  const Result<std::unique_ptr<Workbook>> book = OpenWorkbook(Package(SheetXml(
      "<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c t='s'><v>9</v></c></row>")));
  ASSERT_TRUE(book.ok());
  int rows = 0;
  EXPECT_TRUE((*book)->ForEachRow(0, [&rows](const SheetRow&) { return ++rows < 2; }).ok());
  EXPECT_EQ(rows, 2);
}

TEST(PlainNumber, IsShortestDecimalTextAndKnowsRuinedIds) {
  const auto plain = [](std::string_view raw) {
    std::string out;
    bool ruined = false;
    return PlainNumber(raw, out, ruined) ? out + (ruined ? " ruined" : "") : "no";
  };
  EXPECT_EQ(plain("0.30000000000000004"), "0.3");
  EXPECT_EQ(plain("1.1000000000000001"), "1.1");
  EXPECT_EQ(plain("99.99999999999999"), "100");
  EXPECT_EQ(plain("12.50"), "12.5");
  EXPECT_EQ(plain("-0.05"), "-0.05");
  EXPECT_EQ(plain("1E-3"), "0.001");
  EXPECT_EQ(plain("0"), "0");
  EXPECT_EQ(plain("3.6073119900101E+17"), "360731199001010000 ruined");
  EXPECT_EQ(plain("360731199001010123"), "360731199001010123");
  EXPECT_EQ(plain("1.2E+3"), "1200");
  EXPECT_EQ(plain("1e999999999"), "no");
  EXPECT_EQ(plain("1.2.3"), "no");
  EXPECT_EQ(plain("-"), "no");
}

TEST(SerialToIso, CountsAsSheetsDo) {
  const auto iso = [](std::string_view plain) {
    std::string out;
    return SerialToIso(plain, false, out) ? out : "no";
  };
  EXPECT_EQ(iso("1"), "1900-01-01");
  EXPECT_EQ(iso("59"), "1900-02-28");
  EXPECT_EQ(iso("61"), "1900-03-01");
  EXPECT_EQ(iso("46266.354166666664"), "2026-09-01T08:30:00");
  EXPECT_EQ(iso("46265.999999999999"), "2026-09-01");
  EXPECT_EQ(iso("2958466"), "no");
  EXPECT_EQ(iso("-1"), "no");
}

TEST(IsDateFormat, ReadsCodesWithoutBeingFooledByTheirText) {
  EXPECT_TRUE(IsDateFormat(58, ""));
  EXPECT_TRUE(IsDateFormat(200, "[$-804]yyyy\"年\"m\"月\"d\"日\";@"));
  EXPECT_TRUE(IsDateFormat(200, "[h]:mm"));
  EXPECT_FALSE(IsDateFormat(200, "0.00\"days\""));
  EXPECT_FALSE(IsDateFormat(200, "[Red]#,##0\\d"));
  EXPECT_FALSE(IsDateFormat(200, "General"));
  EXPECT_FALSE(IsDateFormat(200, "\"unclosed"));
  EXPECT_FALSE(IsDateFormat(200, "[unclosed"));
}

TEST(ReadCsv, KeepsIdsAsTextAndKnowsNumbers) {
  EXPECT_EQ(
      DumpBytes("姓名,编号,面积,身份证号\r\n\"李,\"\"四\"\"\",007,1.50,360731199001010123\r\n\r\n"
                "王,'0012345,-3,3.60731E+17\n丁,=\"09\",1E3,1234\t\n"),
      "1: A=姓名 B=编号 C=面积 D=身份证号\n"
      "2: A=李,\"四\" B=007 C#1.50 D=360731199001010123\n"
      "4: A=王 B=0012345 C#-3 D#360731000000000000(ruined)\n"
      "5: A=丁 B=09 C=1E3 D#1234\n");
}

TEST(ReadCsv, RecognisesEncodingAndSeparator) {
  const std::string expected = "1: A=村 B=户\n2: A=东沟 B#3\n";
  EXPECT_EQ(DumpBytes("\xEF\xBB\xBF村;户\n东沟;3\n"), expected);
  EXPECT_EQ(DumpBytes("\xB4\xE5\t\xBB\xA7\n\xB6\xAB\xB9\xB5\t3\n"), expected);  // GBK
  const std::string utf16("\x51\x67\x3B\x00\x37\x62\x0A\x00\x1C\x4E\x9F\x6C\x3B\x00\x33\x00", 16);
  EXPECT_EQ(DumpBytes("\xFF\xFE" + utf16), expected);
  EXPECT_EQ(DumpBytes(utf16), expected);
  EXPECT_EQ(DumpBytes("\xFF\xFF\xFF,\x01"), "document.encoding");
}

TEST(WriteXlsx, IsReadBackAsItWasWritten) {
  SheetWriter writer;
  ASSERT_TRUE(
      writer.AddSheet({.name = "台账/一", .widths = {10, 20, 12, 12}, .frozen_rows = 3}).ok());
  ASSERT_TRUE(writer.AddRow(RowLook::kTitle, "两费收缴台账").ok());
  ASSERT_TRUE(writer.AddRow(RowLook::kNote, "单位：元").ok());
  const std::vector<OutCell> header = {OutCell::Text("编号"), OutCell::Text("说明"),
                                       OutCell::Text("金额"), OutCell::Text("日期")};
  ASSERT_TRUE(writer.AddRow(RowLook::kHeader, header).ok());
  const std::vector<OutCell> row = {OutCell::Text("007"), OutCell::Text("<a> & \"b\"\n_x000D_ 二"),
                                    OutCell::Number(Decimal(12050, 2)),
                                    OutCell::Day(Date::Parse("2026-09-01").value())};
  ASSERT_TRUE(writer.AddRow(RowLook::kBody, row).ok());
  const std::vector<OutCell> total = {OutCell::Percent(Decimal(8325, 2)), OutCell{},
                                      OutCell::Integer(1234567890123456),
                                      OutCell::Percent(Decimal(-5, 1))};
  ASSERT_TRUE(writer.AddRow(RowLook::kTotal, total).ok());
  ASSERT_TRUE(writer.AddSheet({.name = "第二"}).ok());
  ASSERT_TRUE(writer.AddRow(RowLook::kPlain, "完").ok());
  EXPECT_EQ(writer.AddSheet({.name = "第二"}).error().key, "sheet.name_taken");
  const Result<std::string> bytes = writer.Finish();
  ASSERT_TRUE(bytes.ok());
  const Result<std::unique_ptr<Workbook>> book = OpenWorkbook(*bytes);
  ASSERT_TRUE(book.ok());
  ASSERT_EQ((*book)->sheets().size(), 2U);
  EXPECT_EQ((*book)->sheets()[0].name, "台账 一");
  EXPECT_EQ(Dump(**book),
            "1: A=两费收缴台账\n2: A=单位：元\n3: A=编号 B=说明 C=金额 D=日期\n"
            "4: A=007 B=<a> & \"b\"\n_x000D_ 二 C#120.5 D@2026-09-01\n"
            "5: A#0.8325 C=1234567890123456 D#-0.005\n");
  EXPECT_EQ(Dump(**book, 1), "1: A=完\n");
  EXPECT_EQ((*book)->Layout(0)->merged.size(), 2U);
}

TEST(WriteXlsx, GivesTheSameBytesForTheSameRows) {
  const auto write = [] {
    SheetWriter writer;
    EXPECT_TRUE(writer.AddSheet({.name = "a", .choices = {{0, {"是", "否"}}}}).ok());
    const OutCell cell = OutCell::Text("一");
    EXPECT_TRUE(writer.AddRow(RowLook::kBody, std::span(&cell, 1)).ok());
    return writer.Finish().value();
  };
  EXPECT_EQ(write(), write());
}

TEST(WriteXlsx, RefusesChoicesASheetCannotHold) {
  SheetWriter writer;
  EXPECT_EQ(writer.AddSheet({.name = "a", .choices = {{0, {"一,二"}}}}).error().key,
            "sheet.choices_too_long");
  EXPECT_EQ(writer.AddSheet({.name = "a", .choices = {{0, {std::string(300, 'x')}}}}).error().key,
            "sheet.choices_too_long");
}

TEST(ZipWriter, MakesPackagesWithAnyNumberOfEntries) {
  ZipWriter zip;
  std::string large;
  for (int i = 0; i < 50'000; ++i) {
    large += std::to_string(i * 7919);
  }
  zip.Add("empty", "");
  zip.Add("large", large);
  const std::string bytes = zip.Finish().value();
  const Result<ZipReader> reader = ZipReader::Open(bytes);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(reader->Read("large").value(), large);
  EXPECT_EQ(reader->Read("empty").value(), "");
  EXPECT_EQ(reader->Read("none").error().key, "document.damaged");
}

}  // namespace
}  // namespace luoshi::document
