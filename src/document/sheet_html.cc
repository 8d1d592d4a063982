// The tables of web pages: exports of old systems that are called .xls, and the tables of notices.
#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.h"
#include "document/html_scan.h"
#include "document/memory_workbook.h"
#include "document/sheet_parts.h"
#include "document/sheet_values.h"

namespace luoshi::document {
namespace {

int ToInt(const std::string& text, int otherwise) {
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct HtmlCell {
  int column = 0;
  std::string text;
  bool typed_text = false;  // mso-number-format:"\@"
};

struct HtmlRow {
  std::vector<HtmlCell> cells;
  bool hidden = false;
};

// One table while it is open. Cells merged from above push the ones of later rows aside.
struct OpenTable {
  std::vector<HtmlRow> rows;
  std::vector<MergedRange> merged;
  std::map<int, int> taken;  // column → last row (from 0) that a cell above reaches down to
  int row = -1;
  int column = 0;
  bool in_cell = false;
  bool percent = false;
};

class TableReader : public HtmlHandler {
 public:
  explicit TableReader(MemoryWorkbook& book) : book_(book) {}

  void OnTag(const HtmlTag& tag) override {
    if (tag.name == "table") {
      constexpr std::size_t kDeepest = 32;
      if (tag.closing) {
        Close();
      } else if (open_.size() < kDeepest) {
        open_.emplace_back();
      }
      return;
    }
    if (open_.empty() || !status_.ok()) {
      return;
    }
    OpenTable& table = open_.back();
    if (tag.name == "tr") {
      table.in_cell = false;
      if (!tag.closing) {
        BeginRow(table, tag);
      }
    } else if (tag.name == "td" || tag.name == "th") {
      table.in_cell = !tag.closing;
      if (!tag.closing) {
        BeginCell(table, tag);
      }
    } else if (table.in_cell && (tag.name == "br" || tag.name == "p" || tag.name == "div")) {
      std::string& text = table.rows.back().cells.back().text;
      if (!text.empty() && !text.ends_with('\n')) {
        text += '\n';
      }
    }
  }

  void OnText(std::string_view piece) override {
    if (open_.empty() || !open_.back().in_cell || !status_.ok()) {
      return;
    }
    std::string& text = open_.back().rows.back().cells.back().text;
    for (const char c : piece) {
      const bool blank = c == ' ' || c == '\n' || c == '\t';
      if (!blank) {
        text += c;
      } else if (!text.empty() && text.back() != ' ' && text.back() != '\n') {
        text += ' ';
      }
    }
    if (text.size() > kMaxCellBytes) {
      const int row = static_cast<int>(open_.back().rows.size());
      const std::string where =
          ColumnName(open_.back().rows.back().cells.back().column) + std::to_string(row);
      status_ = Error{ErrorCode::kInvalid, "sheet.cell_too_long", {{"cell", where}}, where};
    }
  }

  Status Finish() {
    while (!open_.empty()) {
      Close();
    }
    return status_;
  }

 private:
  void BeginRow(OpenTable& table, const HtmlTag& tag) {
    ++table.row;
    table.column = 0;
    table.rows.emplace_back();
    const std::string style = MatchKey(tag.Attribute("style"));
    table.rows.back().hidden = Contains(style, "display:none");
    if (table.row >= kMaxSheetRows) {
      status_ = Error{
          ErrorCode::kInvalid, "sheet.too_many_rows", {{"limit", std::to_string(kMaxSheetRows)}}};
    }
  }

  void BeginCell(OpenTable& table, const HtmlTag& tag) {
    if (table.row < 0) {
      BeginRow(table, {});
    }
    for (auto taken = table.taken.find(table.column);
         taken != table.taken.end() && taken->second >= table.row;
         taken = table.taken.find(table.column)) {
      ++table.column;
    }
    if (table.column >= kMaxSheetColumns || ++cells_ > MemoryWorkbook::kMaxCells) {
      status_ = Error{ErrorCode::kInvalid,
                      "sheet.too_many_columns",
                      {{"limit", std::to_string(kMaxSheetColumns)}}};
      table.in_cell = false;
      return;
    }
    constexpr int kWidest = 1000;
    constexpr int kHighest = 65'536;
    const int wide = std::clamp(ToInt(tag.Attribute("colspan"), 1), 1, kWidest);
    const int high = std::clamp(ToInt(tag.Attribute("rowspan"), 1), 1, kHighest);
    HtmlCell cell;
    cell.column = table.column;
    const std::string style = tag.Attribute("style") + tag.Attribute("vnd.ms-excel.numberformat");
    cell.typed_text =
        Contains(style, "@") || tag.attributes.find("x:str") != std::string_view::npos;
    table.rows.back().cells.push_back(std::move(cell));
    if (wide > 1 || high > 1) {
      table.merged.push_back(
          {table.row + 1, table.row + high, table.column, table.column + wide - 1});
      for (int i = 0; high > 1 && i < wide; ++i) {
        table.taken[table.column + i] = table.row + high - 1;
      }
    }
    table.column += wide;
  }

  void Close() {
    if (open_.empty()) {
      return;
    }
    OpenTable table = std::move(open_.back());
    open_.pop_back();
    if (!status_.ok()) {
      return;
    }
    // A table of one column or row only places things on a page.
    std::size_t widest = 0;
    std::size_t rows = 0;
    for (const HtmlRow& row : table.rows) {
      const std::size_t cells = static_cast<std::size_t>(
          std::count_if(row.cells.begin(), row.cells.end(),
                        [](const HtmlCell& cell) { return !Trim(cell.text).empty(); }));
      widest = std::max(widest, cells);
      rows += cells > 0 ? 1U : 0U;
    }
    if (widest < 2 || rows < 2) {
      return;
    }
    status_ = Store(table);
  }

  Status Store(const OpenTable& table) {
    book_.BeginSheet({"表" + std::to_string(book_.sheets().size() + 1), false});
    int number = 0;
    for (const HtmlRow& row : table.rows) {
      book_.BeginRow(++number, row.hidden);
      for (const HtmlCell& from : row.cells) {
        SheetCell cell;
        cell.column = from.column;
        cell.text = Trim(from.text);
        if (!from.typed_text) {
          ClassifyText(cell);
        }
        TRY(book_.Add(cell));
      }
    }
    for (const MergedRange& range : table.merged) {
      book_.Merge(range);
    }
    return {};
  }

  MemoryWorkbook& book_;
  std::vector<OpenTable> open_;
  std::size_t cells_ = 0;
  Status status_;
};

}  // namespace

Status AddHtmlTables(std::string_view html, MemoryWorkbook& book) {
  TableReader reader(book);
  ScanHtml(html, reader);
  return reader.Finish();
}

}  // namespace luoshi::document
