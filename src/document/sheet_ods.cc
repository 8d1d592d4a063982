// OpenDocument sheets: one XML part in which runs of equal cells and rows are written once.
#include <algorithm>
#include <charconv>
#include <set>

#include "base/date.h"
#include "base/text.h"
#include "document/sheet_parts.h"
#include "document/sheet_values.h"
#include "document/xml.h"
#include "document/zip.h"

namespace luoshi::document {
namespace {

int ToInt(std::string_view text, int otherwise) {
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// How often: at least once, at most what a sheet holds.
int Times(std::string_view text, int most) { return std::clamp(ToInt(text, 1), 1, most); }

bool IsErrorText(std::string_view text) {
  return text == "#DIV/0!" || text == "#N/A" || text == "#REF!" || text == "#VALUE!" ||
         text == "#NAME?" || text == "#NUM!" || text == "#NULL!" || text.starts_with("Err:");
}

class OdsParser : public XmlHandler {
 public:
  explicit OdsParser(MemoryWorkbook& book) : book_(book) {}

  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "style") {
      style_ = attributes.Get("name");
    } else if (name == "table-properties" && attributes.Get("display") == "false") {
      hidden_styles_.insert(style_);
    } else if (name == "table") {
      StartTable(attributes);
    } else if (!in_table_) {
      return;
    } else if (name == "table-column") {
      const int times = Times(attributes.Get("number-columns-repeated"), kMaxSheetColumns);
      const int last = std::min(next_column_ + times, kMaxSheetColumns) - 1;
      const std::string_view shown = attributes.Get("visibility");
      if (shown == "collapse" || shown == "filter") {
        book_.HideColumns(next_column_, last);
      }
      next_column_ = last + 1;
    } else if (name == "table-row") {
      repeated_ = Times(attributes.Get("number-rows-repeated"), kMaxSheetRows);
      hidden_ =
          attributes.Get("visibility") == "collapse" || attributes.Get("visibility") == "filter";
      cells_.clear();
      column_ = 0;
    } else if (name == "table-cell" || name == "covered-table-cell") {
      StartCell(attributes);
    } else if (name == "annotation") {
      ++skipped_;
    } else if (in_cell_ && skipped_ == 0) {
      if (name == "p" && !text_.empty()) {
        text_ += '\n';
      } else if (name == "s") {
        text_.append(static_cast<std::size_t>(Times(attributes.Get("c"), 100)), ' ');
      } else if (name == "tab" || name == "line-break") {
        text_ += name == "tab" ? ' ' : '\n';
      }
    }
  }

  void End(std::string_view name) override {
    if (name == "table") {
      in_table_ = false;
    } else if (name == "annotation" && skipped_ > 0) {
      --skipped_;
    } else if ((name == "table-cell" || name == "covered-table-cell") && in_cell_) {
      EndCell();
    } else if (name == "table-row" && in_table_) {
      EndRow();
    }
  }

  void Text(std::string_view piece) override {
    if (!in_cell_ || skipped_ > 0) {
      return;
    }
    if (text_.size() + piece.size() > kMaxCellBytes) {
      const std::string where = ColumnName(column_) + std::to_string(row_ + 1);
      Fail({ErrorCode::kInvalid, "sheet.cell_too_long", {{"cell", where}}, where});
      return;
    }
    text_ += piece;
  }

 private:
  void StartTable(const XmlAttributes& attributes) {
    if (in_table_) {
      return;  // a table in a cell
    }
    in_table_ = true;
    book_.BeginSheet({std::string(attributes.Get("name")),
                      hidden_styles_.count(std::string(attributes.Get("style-name"))) > 0});
    row_ = 0;
    next_column_ = 0;
  }

  void StartCell(const XmlAttributes& attributes) {
    in_cell_ = true;
    text_.clear();
    cell_ = {};
    cell_.formula = attributes.Has("formula");
    type_ = attributes.Get("value-type");
    value_ = type_ == "date"      ? attributes.Get("date-value")
             : type_ == "boolean" ? attributes.Get("boolean-value")
                                  : attributes.Get("value");
    times_ = Times(attributes.Get("number-columns-repeated"), kMaxSheetColumns);
    const int wide = Times(attributes.Get("number-columns-spanned"), kMaxSheetColumns);
    const int high = Times(attributes.Get("number-rows-spanned"), kMaxSheetRows);
    if ((wide > 1 || high > 1) && column_ < kMaxSheetColumns && row_ < kMaxSheetRows) {
      book_.Merge({row_ + 1, std::min(row_ + high, kMaxSheetRows), column_,
                   std::min(column_ + wide, kMaxSheetColumns) - 1});
    }
  }

  void EndCell() {
    in_cell_ = false;
    cell_.text = Trim(text_);
    if (type_ == "float" || type_ == "currency" || type_ == "percentage") {
      const std::string shown = cell_.text;
      if (IsErrorText(shown)) {
        cell_.kind = CellKind::kError;
      } else if (PlainNumber(value_, cell_.text, cell_.ruined)) {
        cell_.kind = CellKind::kNumber;
        cell_.percent = type_ == "percentage";
      } else {
        cell_.text = shown;
      }
    } else if (type_ == "date") {
      const Result<DateTime> moment = DateTime::Parse(value_);
      constexpr std::size_t kDay = 10;
      constexpr std::size_t kSeconds = 19;
      if (moment.ok()) {
        cell_.kind = CellKind::kDate;
        cell_.text = moment->ToString().substr(0, moment->minute_of_day() == 0 ? kDay : kSeconds);
      }
    } else if (type_ == "boolean") {
      cell_.kind = CellKind::kBool;
      cell_.text = value_ == "true" ? "TRUE" : "FALSE";
    } else if (cell_.formula && IsErrorText(cell_.text)) {
      cell_.kind = CellKind::kError;
    }
    for (int i = 0; i < times_ && !cell_.text.empty(); ++i) {
      cell_.column = column_ + i;
      if (cell_.column >= kMaxSheetColumns) {
        Fail({ErrorCode::kInvalid,
              "sheet.too_many_columns",
              {{"limit", std::to_string(kMaxSheetColumns)}}});
        return;
      }
      cells_.push_back(cell_);
    }
    column_ = std::min(column_ + times_, kMaxSheetColumns);
  }

  void EndRow() {
    const int last = row_ + repeated_;
    if (cells_.empty()) {
      row_ = std::min(last, kMaxSheetRows);
      return;
    }
    for (; row_ < last; ++row_) {
      book_.BeginRow(row_ + 1, hidden_);
      for (const SheetCell& cell : cells_) {
        const Status status = book_.Add(cell);
        if (!status.ok()) {
          Fail(status.error());
          return;
        }
      }
    }
  }

  MemoryWorkbook& book_;
  std::set<std::string> hidden_styles_;
  std::string style_;
  std::vector<SheetCell> cells_;  // of the row being read
  SheetCell cell_;
  std::string text_;
  std::string type_;
  std::string value_;
  int row_ = 0;  // rows done
  int repeated_ = 1;
  int column_ = 0;
  int next_column_ = 0;
  int times_ = 1;
  int skipped_ = 0;
  bool hidden_ = false;
  bool in_table_ = false;
  bool in_cell_ = false;
};

}  // namespace

bool IsOds(const ZipReader& zip) {
  if (!zip.Has("mimetype") || !zip.Has("content.xml")) {
    return false;
  }
  const Result<std::string> kind = zip.Read("mimetype");
  return kind.ok() && Contains(*kind, "opendocument.spreadsheet");
}

Result<std::unique_ptr<Workbook>> OpenOds(std::string_view bytes) {
  TRY_ASSIGN(const ZipReader zip, ZipReader::Open(bytes));
  auto book = std::make_unique<MemoryWorkbook>("ods");
  OdsParser parser(*book);
  TRY(ParseXml(zip, "content.xml", parser));
  if (book->sheets().empty()) {
    return Error{ErrorCode::kInvalid, "document.not_a_sheet"};
  }
  book->Finish();
  return std::unique_ptr<Workbook>(std::move(book));
}

}  // namespace luoshi::document
