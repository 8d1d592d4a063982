#include "app/export.h"

#include "base/text.h"
#include "document/sheet_reader.h"
#include "document/zip.h"
#include "tests/papers/office.h"

namespace luoshi::testing {
namespace {

using ExportTest = Office;

std::vector<std::vector<std::string>> RowsOf(const std::string& bytes) {
  std::vector<std::vector<std::string>> out;
  const Result<std::unique_ptr<document::Workbook>> book = document::OpenWorkbook(bytes);
  const Status read = (*book)->ForEachRow(0, [&out](const document::SheetRow& row) {
    std::vector<std::string>& cells = out.emplace_back();
    for (const document::SheetCell& cell : row.cells) {
      cells.resize(static_cast<std::size_t>(cell.column) + 1);
      cells.back() = cell.text;
    }
    return true;
  });
  EXPECT_TRUE(read.ok());
  return out;
}

TEST_F(ExportTest, PutsARegisterOnPagesThatCanBeSigned) {
  Found({"东沟村", "南坪村"});
  Project(0, "100.50", "80.25");
  Project(1, "200.00", "190.00");
  const Result<std::string> sheet =
      app::ExportRegister(app(), As("clerk"), "project", {.unit = town_});
  ASSERT_TRUE(sheet.ok()) << Describe(sheet.error());
  const std::vector<std::vector<std::string>> rows = RowsOf(*sheet);
  ASSERT_EQ(rows.size(), 7U);
  EXPECT_EQ(rows[0][0], "云溪镇项目库与招商引资台账");
  EXPECT_EQ(rows[1][0], "单位：云溪镇　　截至时间：2026年10月26日　　演示数据");
  const auto column = [&](const std::string& title) {
    return static_cast<std::size_t>(std::find(rows[2].begin(), rows[2].end(), title) -
                                    rows[2].begin());
  };
  const std::size_t planned = column("年度计划投资（万元）");
  ASSERT_LT(planned, column("状态"));
  EXPECT_LT(column("状态"), column("用地面积（亩）")) << "what no list shows is not printed";
  EXPECT_EQ(rows[5][0], "合计");
  EXPECT_EQ(rows[5][1], "共2条");
  EXPECT_EQ(rows[5][planned], "300.5");
  EXPECT_EQ(rows[5][column("本年完成投资（万元）")], "270.25");
  EXPECT_EQ(rows[5][column("计划年度")], "");
  EXPECT_TRUE(rows[6][0].starts_with("填表人：")) << rows[6][0];
  const Result<document::ZipReader> zip = document::ZipReader::Open(*sheet);
  const std::string book = zip->Read("xl/workbook.xml").value();
  EXPECT_NE(book.find("!$3:$3</definedName>"), std::string::npos) << "the header comes again";
  EXPECT_NE(book.find("_xlnm.Print_Area\" localSheetId=\"0\">'项目库与招商引资'!$A$1:$"),
            std::string::npos);
}

TEST_F(ExportTest, PutsAnEmptyRegisterOnAPageToo) {
  Found({"东沟村"});
  const Result<std::string> sheet =
      app::ExportRegister(app(), As("clerk"), "project", {.unit = town_});
  ASSERT_TRUE(sheet.ok()) << Describe(sheet.error());
  EXPECT_EQ(RowsOf(*sheet).size(), 5U);
}

}  // namespace
}  // namespace luoshi::testing
