// SpreadsheetML 2003: one XML file, often called .xls.
#include <algorithm>
#include <charconv>
#include <map>

#include "base/date.h"
#include "base/text.h"
#include "document/charset.h"
#include "document/sheet_parts.h"
#include "document/sheet_values.h"
#include "document/xml.h"

namespace luoshi::document {
namespace {

int ToInt(std::string_view text, int otherwise) {
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

class SpreadsheetParser : public XmlHandler {
 public:
  explicit SpreadsheetParser(MemoryWorkbook& book) : book_(book) {}

  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "Worksheet") {
      book_.BeginSheet({std::string(attributes.Get("Name")), false});
      row_ = 0;
      in_sheet_ = true;
    } else if (name == "Style") {
      style_ = attributes.Get("ID");
    } else if (name == "NumberFormat") {
      percent_[style_] =
          attributes.Get("Format").ends_with("%") || attributes.Get("Format") == "Percent";
    } else if (!in_sheet_) {
      return;
    } else if (name == "Row") {
      row_ = attributes.Has("Index") ? ToInt(attributes.Get("Index"), row_ + 1) : row_ + 1;
      column_ = -1;
      if (row_ >= 1 && row_ <= kMaxSheetRows) {
        book_.BeginRow(row_, attributes.Get("Hidden") == "1");
        in_row_ = true;
      } else {
        Fail({ErrorCode::kInvalid,
              "sheet.too_many_rows",
              {{"limit", std::to_string(kMaxSheetRows)}}});
      }
      span_ = std::clamp(ToInt(attributes.Get("Span"), 0), 0, kMaxSheetRows);
    } else if (name == "Column") {
      const int first =
          attributes.Has("Index") ? ToInt(attributes.Get("Index"), 1) - 1 : next_column_;
      const int last = first + std::clamp(ToInt(attributes.Get("Span"), 0), 0, kMaxSheetColumns);
      next_column_ = std::clamp(last + 1, 0, kMaxSheetColumns);
      if (attributes.Get("Hidden") == "1") {
        book_.HideColumns(first, std::min(last, kMaxSheetColumns - 1));
      }
    } else if (name == "Cell" && in_row_) {
      StartCell(attributes);
    } else if (name == "Data" && in_cell_) {
      type_ = attributes.Get("Type");
      in_data_ = true;
    } else if (name == "Visible" || name == "Comment") {
      in_data_ = false;
    }
  }

  void End(std::string_view name) override {
    if (name == "Data") {
      in_data_ = false;
    } else if (name == "Cell" && in_cell_) {
      EndCell();
    } else if (name == "Row") {
      in_row_ = false;
      row_ += span_;
      span_ = 0;
    } else if (name == "Worksheet") {
      in_sheet_ = false;
      next_column_ = 0;
    }
  }

  void Text(std::string_view piece) override {
    if (!in_data_) {
      return;
    }
    if (text_.size() + piece.size() > kMaxCellBytes) {
      const std::string where = ColumnName(column_) + std::to_string(row_);
      Fail({ErrorCode::kInvalid, "sheet.cell_too_long", {{"cell", where}}, where});
      return;
    }
    text_ += piece;
  }

 private:
  void StartCell(const XmlAttributes& attributes) {
    column_ = attributes.Has("Index") ? ToInt(attributes.Get("Index"), 1) - 1 : column_ + 1;
    if (column_ < 0 || column_ >= kMaxSheetColumns) {
      Fail({ErrorCode::kInvalid,
            "sheet.too_many_columns",
            {{"limit", std::to_string(kMaxSheetColumns)}}});
      return;
    }
    in_cell_ = true;
    text_.clear();
    type_.clear();
    cell_ = {};
    cell_.column = column_;
    cell_.formula = attributes.Has("Formula");
    const auto percent = percent_.find(std::string(attributes.Get("StyleID")));
    cell_.percent = percent != percent_.end() && percent->second;
    const int wide =
        std::clamp(ToInt(attributes.Get("MergeAcross"), 0), 0, kMaxSheetColumns - 1 - column_);
    const int high = std::clamp(ToInt(attributes.Get("MergeDown"), 0), 0, kMaxSheetRows - row_);
    if (wide > 0 || high > 0) {
      book_.Merge({row_, row_ + high, column_, column_ + wide});
    }
    merged_ = wide;
  }

  void EndCell() {
    in_cell_ = false;
    cell_.text = Trim(text_);
    if (type_ == "Number") {
      const std::string raw = cell_.text;
      cell_.kind = PlainNumber(raw, cell_.text, cell_.ruined) ? CellKind::kNumber : CellKind::kText;
      cell_.text = cell_.kind == CellKind::kNumber ? cell_.text : raw;
    } else if (type_ == "DateTime") {
      const Result<DateTime> moment = DateTime::Parse(cell_.text);
      constexpr std::size_t kDay = 10;
      constexpr std::size_t kSeconds = 19;
      if (moment.ok()) {
        cell_.kind = CellKind::kDate;
        cell_.text = moment->ToString().substr(0, moment->minute_of_day() == 0 ? kDay : kSeconds);
      }
    } else if (type_ == "Boolean") {
      cell_.kind = CellKind::kBool;
      cell_.text = cell_.text == "1" ? "TRUE" : "FALSE";
    } else if (type_ == "Error") {
      cell_.kind = CellKind::kError;
    }
    const Status status = book_.Add(cell_);
    if (!status.ok()) {
      Fail(status.error());
    }
    column_ += merged_;
  }

  MemoryWorkbook& book_;
  std::map<std::string, bool> percent_;  // by style
  std::string style_;
  std::string text_;
  std::string type_;
  SheetCell cell_;
  int row_ = 0;
  int span_ = 0;
  int column_ = -1;
  int next_column_ = 0;
  int merged_ = 0;
  bool in_sheet_ = false;
  bool in_row_ = false;
  bool in_cell_ = false;
  bool in_data_ = false;
};

}  // namespace

Result<std::unique_ptr<Workbook>> OpenXmlSpreadsheet(std::string_view bytes) {
  auto book = std::make_unique<MemoryWorkbook>("spreadsheetml");
  SpreadsheetParser parser(*book);
  // Whatever its declaration says, it is UTF-8 by now.
  TRY_ASSIGN(const std::string text, DecodeText(bytes));
  std::string_view xml = text;
  if (xml.starts_with("<?xml")) {
    xml.remove_prefix(std::min(xml.find("?>") + 2, xml.size()));
  }
  TRY(ParseXmlText(TrimAscii(xml), parser));
  if (book->sheets().empty()) {
    return Error{ErrorCode::kInvalid, "document.not_a_sheet"};
  }
  book->Finish();
  return std::unique_ptr<Workbook>(std::move(book));
}

}  // namespace luoshi::document
