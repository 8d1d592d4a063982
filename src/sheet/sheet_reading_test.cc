// Tiny grids, written as text: cells apart by |, rows by newline. "#12" is a number, "~" extends a
// merge to the left, "^" upwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "document/memory_workbook.h"
#include "sheet/reading.h"
#include "sheet/words.h"

namespace luoshi::sheet {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::unique_ptr<document::MemoryWorkbook> Grid(std::string_view text) {
  auto book = std::make_unique<document::MemoryWorkbook>("test");
  book->BeginSheet({"表", false});
  std::map<std::pair<int, int>, document::MergedRange> merges;  // by last cell
  std::map<std::pair<int, int>, std::pair<int, int>> first_of;
  int row = 0;
  for (const std::string& line : Split(text, "\n")) {
    ++row;
    book->BeginRow(row, false);
    int column = 0;
    for (const std::string& part : Split(line, "|")) {
      document::SheetCell cell;
      cell.column = column;
      cell.text = Trim(part);
      std::pair<int, int> first{row, column};
      if (cell.text == "~") {
        first = first_of[{row, column - 1}];
      } else if (cell.text == "^") {
        first = first_of[{row - 1, column}];
      } else if (cell.text.starts_with('#')) {
        cell.kind = document::CellKind::kNumber;
        cell.text.erase(0, 1);
      }
      first_of[{row, column}] = first;
      if (first != std::pair{row, column}) {
        document::MergedRange& range = merges[first];
        range = {first.first, row, first.second, std::max(range.last_column, column)};
      } else {
        EXPECT_TRUE(book->Add(cell).ok());
      }
      ++column;
    }
  }
  for (const auto& [first, range] : merges) {
    book->Merge(range);
  }
  book->Finish();
  return book;
}

struct Seen {
  std::vector<std::string> columns;  // A:应缴/人数
  std::vector<int> header;
  std::vector<std::string> rows;     // "4: 张三,北山村"
  std::vector<std::string> skipped;  // "1 title"
  int next_table = 0;
};

Seen Look(std::string_view text, int first_row = 1) {
  const auto book = Grid(text);
  Result<Reading> reading = Reading::Open(
      *book, 0, [](std::string_view) { return false; }, first_row);
  EXPECT_TRUE(reading.ok());
  Seen seen;
  seen.header = reading->header_rows();
  for (const Column& column : reading->columns()) {
    seen.columns.push_back(document::ColumnName(column.column) + ":" + Join(column.title, "/"));
  }
  EXPECT_TRUE(reading
                  ->ForEachRow([&](const Row& row) {
                    std::vector<std::string> cells;
                    for (const document::SheetCell& cell : row.line.cells) {
                      cells.push_back(cell.text);
                    }
                    seen.rows.push_back(std::to_string(row.line.number) + ": " + Join(cells, ","));
                    return true;
                  })
                  .ok());
  for (const Skipped& skipped : reading->skipped()) {
    seen.skipped.push_back(std::to_string(skipped.row) + " " + std::string(KeyOf(skipped.why)));
  }
  seen.next_table = reading->next_table();
  return seen;
}

TEST(Reading, LeavesTitlesSumsAndSignaturesOut) {
  const Seen seen = Look(
      "附件1|||\n"
      "北山村两费收缴花名册|~|~|~\n"
      "填报单位：北山村||填报日期：2025年11月2日|\n"
      "序号|姓名|村|金额\n"
      "#1|张三|北山村|#400\n"
      "#2|李四|北山村|#400\n"
      "合计|||#800\n"
      "填表人：王五||审核人：赵六|");
  EXPECT_THAT(seen.header, ElementsAre(4));
  EXPECT_THAT(seen.columns, ElementsAre("A:序号", "B:姓名", "C:村", "D:金额"));
  EXPECT_THAT(seen.rows, ElementsAre("5: 1,张三,北山村,400", "6: 2,李四,北山村,400"));
  EXPECT_THAT(seen.skipped, ElementsAre("1 title", "2 title", "3 title", "7 total", "8 signature"));
}

TEST(Reading, GivesEachColumnItsTitlesFromTheTopLineDown) {
  const Seen seen = Look(
      "序号|村|应缴|~|实缴|~|备注\n"
      "^|^|户数|人数|户数|人数|^\n"
      "#1|北山村|#10|#30|#9|#25|\n"
      "#2|南坪村|#12|#33|#9|#25|");
  EXPECT_THAT(seen.header, ElementsAre(1, 2));
  EXPECT_THAT(seen.columns, ElementsAre("A:序号", "B:村", "C:应缴/户数", "D:应缴/人数",
                                        "E:实缴/户数", "F:实缴/人数", "G:备注"));
  EXPECT_EQ(seen.rows.size(), 2U);
}

TEST(Reading, UnderstandsLevelsWithoutMerges) {
  const Seen seen = Look(
      "序号|村名|应缴||实缴||备注\n"
      "||户数|人数|户数|人数|\n"
      "#1|北山村|#10|#30|#9|#25|无");
  EXPECT_THAT(seen.header, ElementsAre(1, 2));
  EXPECT_THAT(seen.columns, ElementsAre("A:序号", "B:村名", "C:应缴/户数", "D:应缴/人数",
                                        "E:实缴/户数", "F:实缴/人数", "G:备注"));
}

TEST(Reading, FillsAVillageMergedOverItsRows) {
  const Seen seen = Look(
      "村|姓名|电话\n"
      "北山村|张三|13800000001\n"
      "^|李四|13800000002\n"
      "南坪村|王五|13800000003");
  EXPECT_THAT(seen.rows, ElementsAre("2: 北山村,张三,13800000001", "3: 北山村,李四,13800000002",
                                     "4: 南坪村,王五,13800000003"));
}

TEST(Reading, FillsAVillageWrittenOnce) {
  const Seen seen = Look(
      "村|姓名|电话\n"
      "北山村|张三|13800000001\n"
      "|李四|13800000002\n"
      "南坪村|王五|13800000003\n"
      "|赵六|13800000004");
  EXPECT_THAT(seen.rows, ElementsAre("2: 北山村,张三,13800000001", "3: 北山村,李四,13800000002",
                                     "4: 南坪村,王五,13800000003", "5: 南坪村,赵六,13800000004"));
}

TEST(Reading, LeavesAForgottenVillageBlank) {
  const Seen seen = Look(
      "村|姓名\n"
      "北山村|张三\n"
      "北山村|李四\n"
      "|王五\n"
      "南坪村|赵六");
  EXPECT_EQ(seen.rows[2], "4: 王五");
  // who writes a village twice in a row does not mean it by a blank, however many there are
  const Seen mixed = Look("村|姓名\n北山村|张三\n北山村|李四\n|王五\n|赵六\n南坪村|钱七");
  EXPECT_EQ(mixed.rows[2], "4: 王五");
}

TEST(Reading, GivesAnAmountMergedOverRowsToTheFirstAlone) {
  const Seen seen = Look(
      "户主|姓名|补助金额\n"
      "张三|张三|#900\n"
      "^|李四|^\n"
      "王五|王五|#300");
  EXPECT_THAT(seen.rows, ElementsAre("2: 张三,张三,900", "3: 张三,李四", "4: 王五,王五,300"));
}

TEST(Reading, KnowsTheLineThatHeadsASection) {
  const Seen seen = Look(
      "序号|姓名|电话|备注\n"
      "一、北山村|~|~|~\n"
      "#1|张三|13800000001|\n"
      "二、南坪村|~|~|~\n"
      "#1|王五|13800000003|\n"
      "以上数据截至十月底|~|~|~");
  EXPECT_THAT(seen.rows, ElementsAre("3: 1,张三,13800000001", "5: 1,王五,13800000003"));
  EXPECT_THAT(seen.skipped, ElementsAre("2 section", "4 section", "6 note"));
}

TEST(Reading, KeepsARowThatHoldsItsVillageAlone) {
  const Seen seen = Look(
      "村|户数|人数|备注\n"
      "北山村|#10|#30|\n"
      "南坪村|||\n"
      "东岭村|#8|#20|");
  EXPECT_THAT(seen.rows, ElementsAre("2: 北山村,10,30", "3: 南坪村", "4: 东岭村,8,20"));
}

TEST(Reading, LeavesOutRowsThatOnlyCarryTheirNumber) {
  const Seen seen = Look("序号|姓名|电话\n#1|张三|13800000001\n#2||\n#3||");
  EXPECT_THAT(seen.rows, ElementsAre("2: 1,张三,13800000001"));
  EXPECT_THAT(seen.skipped, ElementsAre("3 empty", "4 empty"));
}

TEST(Reading, LeavesOutTheLineOfColumnNumbers) {
  const Seen seen = Look("村|应缴户数|实缴户数|收缴率\n甲|#1|#2|#3\n北山村|#10|#9|#90");
  EXPECT_THAT(seen.rows, ElementsAre("3: 北山村,10,9,90"));
  EXPECT_THAT(seen.skipped, ElementsAre("2 number_line"));
}

TEST(Reading, LeavesOutTheHeaderOfALaterPage) {
  const Seen seen =
      Look("序号|姓名|电话\n#1|张三|13800000001\n序号|姓名|电话\n#2|李四|13800000002");
  EXPECT_EQ(seen.rows.size(), 2U);
  EXPECT_THAT(seen.skipped, ElementsAre("3 repeated_header"));
}

TEST(Reading, TakesDaysAcrossTheTopForHeadings) {
  const Seen seen = Look("村名|姓名|11月1日|11月2日\n北山村|张三|√|\n南坪村|李四||√");
  EXPECT_THAT(seen.columns, ElementsAre("A:村名", "B:姓名", "C:11月1日", "D:11月2日"));
  EXPECT_EQ(seen.rows.size(), 2U);
}

TEST(Reading, ReadsAListOfOneColumnAndMakesNothingOfAForm) {
  EXPECT_THAT(Look("参会人员名单\n姓名\n张三\n李四").rows, ElementsAre("3: 张三", "4: 李四"));
  EXPECT_THAT(Look("户主姓名|张三|联系电话|13800000001\n所属村|北山村|所属组|三组").rows,
              IsEmpty());
}

TEST(Reading, SaysWhereAnotherTableBegins) {
  constexpr std::string_view kText =
      "序号|姓名|电话\n"
      "#1|张三|13800000001\n"
      "\n"
      "二、设备清单|~|~\n"
      "序号|设备名称|数量|存放地点\n"
      "#1|水泵|#3|村部";
  const Seen first = Look(kText);
  EXPECT_EQ(first.next_table, 4);
  EXPECT_EQ(first.rows.size(), 1U);
  EXPECT_THAT(first.skipped, IsEmpty());
  const Seen second = Look(kText, first.next_table);
  EXPECT_THAT(second.header, ElementsAre(5));
  EXPECT_THAT(second.rows, ElementsAre("6: 1,水泵,3,村部"));
}

TEST(Heading, PartsWordsFromTheirUnitOfMeasure) {
  EXPECT_EQ(SplitHeading("承包面积（亩）").words, "承包面积");
  EXPECT_EQ(SplitHeading("承包面积（亩）").unit_of_measure, "亩");
  EXPECT_EQ(SplitHeading("金额(单位：万元)").unit_of_measure, "万元");
  EXPECT_EQ(SplitHeading("*姓名（必填）").words, "姓名");
  EXPECT_EQ(SplitHeading("村（社区）").unit_of_measure, "");
}

TEST(Cell, IsReadByWhatItsColumnHolds) {
  const Column day{0, {"缴费日期"}, false};
  const auto read = [](const Column& column, ColumnKind kind, std::string text, bool number = false,
                       std::string_view unit = "") {
    document::SheetCell cell;
    cell.text = std::move(text);
    cell.kind = number ? document::CellKind::kNumber : document::CellKind::kText;
    const PlainValue value = ReadPlain(column, kind, unit, cell, 2025, {});
    return value.text + (value.errors.empty() ? "" : " !" + value.errors.front().key);
  };
  EXPECT_EQ(read(day, ColumnKind::kDay, "2025.11.2"), "2025-11-02");
  EXPECT_EQ(read(day, ColumnKind::kDay, "20251102"), "2025-11-02");
  EXPECT_EQ(read(day, ColumnKind::kDay, "45963", true), "2025-11-02");
  EXPECT_EQ(read(day, ColumnKind::kDay, "3月5日"), "2025-03-05");
  EXPECT_EQ(read(day, ColumnKind::kDay, "2025年11月"), "2025-11");
  EXPECT_EQ(read(day, ColumnKind::kDay, "2025.1", true), "2025.1 !field.date");
  EXPECT_EQ(read(day, ColumnKind::kDay, "待定"), "待定 !field.date");
  const Column money{1, {"金额（万元）"}, false};
  EXPECT_EQ(read(money, ColumnKind::kNumber, "3.2万元", false, "万元"), "3.2");
  EXPECT_EQ(read(money, ColumnKind::kNumber, "32,000元", false, "万元"), "3.2");
  EXPECT_EQ(read(money, ColumnKind::kNumber, "１２３．５０"), "123.5");
  EXPECT_EQ(read(money, ColumnKind::kNumber, "约30"), "约30 !field.number");
  EXPECT_EQ(read(money, ColumnKind::kPhone, "13800000001/13800000002"), "13800000001；13800000002");
  EXPECT_EQ(read(money, ColumnKind::kPerson, "张　三"), "张三");
  EXPECT_EQ(read(money, ColumnKind::kPerson, "阿依古丽•买买提"), "阿依古丽·买买提");
  EXPECT_EQ(read(money, ColumnKind::kCitizenId, "11010519491231002x"), "11010519491231002X");
  EXPECT_EQ(read(money, ColumnKind::kCitizenId, "420101199001011000", true),
            "420101199001011000 !field.ruined_number");
  EXPECT_EQ(PercentOf("0.855"), "85.5");
  EXPECT_EQ(PercentOf("1"), "100");
  EXPECT_EQ(PercentOf("0.05"), "5");
}

}  // namespace
}  // namespace luoshi::sheet
