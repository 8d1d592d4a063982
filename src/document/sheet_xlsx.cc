#include "document/sheet_xlsx.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "base/date.h"
#include "base/text.h"
#include "document/sheet_values.h"
#include "document/xml.h"

namespace luoshi::document {
namespace {

int ToInt(std::string_view text, int otherwise) {
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool IsTrue(std::string_view text) { return text == "1" || text == "true"; }

// The texts of shared strings, one after the other: a workbook of a million strings stays cheap.
class SharedStrings : public XmlHandler {
 public:
  void Start(std::string_view name, const XmlAttributes&) override {
    if (name == "t") {
      in_text_ = !in_phonetic_;
    } else if (name == "rPh") {
      in_phonetic_ = true;
    }
  }
  void End(std::string_view name) override {
    if (name == "t") {
      in_text_ = false;
    } else if (name == "rPh") {
      in_phonetic_ = false;
    } else if (name == "si") {
      ends_.push_back(arena_.size());
    }
  }
  void Text(std::string_view piece) override {
    if (in_text_) {
      arena_.append(piece);
    }
  }
  std::optional<std::string_view> Get(std::size_t index) const {
    if (index >= ends_.size()) {
      return std::nullopt;
    }
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(arena_).substr(begin, ends_[index] - begin);
  }

 private:
  std::string arena_;
  std::vector<std::size_t> ends_;
  bool in_text_ = false;
  bool in_phonetic_ = false;
};

// Which cell styles show dates or percentages.
class Styles : public XmlHandler {
 public:
  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      formats_[ToInt(attributes.Get("numFmtId"), -1)] = attributes.Get("formatCode");
    } else if (name == "cellXfs") {
      in_cells_ = true;
    } else if (name == "xf" && in_cells_ && is_date_.size() < kMaxStyles) {
      const int id = ToInt(attributes.Get("numFmtId"), 0);
      const auto found = formats_.find(id);
      const std::string_view code = found == formats_.end() ? std::string_view() : found->second;
      is_date_.push_back(IsDateFormat(id, code));
      is_percent_.push_back(IsPercentFormat(id, code));
    }
  }
  void End(std::string_view name) override {
    if (name == "cellXfs") {
      in_cells_ = false;
    }
  }
  bool IsDate(std::string_view style) const { return Has(is_date_, style); }
  bool IsPercent(std::string_view style) const { return Has(is_percent_, style); }

 private:
  static bool Has(const std::vector<bool>& styles, std::string_view style) {
    const int index = ToInt(style, 0);
    return index >= 0 && static_cast<std::size_t>(index) < styles.size() &&
           styles[static_cast<std::size_t>(index)];
  }

  static constexpr std::size_t kMaxStyles = 65'536;
  std::map<int, std::string> formats_;
  std::vector<bool> is_date_;
  std::vector<bool> is_percent_;
  bool in_cells_ = false;
};

class BookParts : public XmlHandler {
 public:
  struct Sheet {
    SheetInfo info;
    std::string relation;
  };
  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheet") {
      sheets.push_back({SheetInfo{std::string(attributes.Get("name")),
                                  attributes.Get("state").find("idden") != std::string_view::npos},
                        std::string(attributes.Get("id"))});
    } else if (name == "workbookPr") {
      epoch_1904 = IsTrue(attributes.Get("date1904"));
    }
  }
  void End(std::string_view) override {}
  std::vector<Sheet> sheets;
  bool epoch_1904 = false;
};

// ECMA-376 22.9.2.19: _x000D_ in a string stands for that character.
void UnescapeExcel(std::string& text) {
  std::size_t at = text.find("_x");
  while (at != std::string::npos && at + 7 <= text.size()) {
    unsigned value = 0;
    const char* digits = text.data() + at + 2;
    const auto [end, status] = std::from_chars(digits, digits + 4, value, 16);
    if (status == std::errc() && end == digits + 4 && text[at + 6] == '_') {
      std::string point;
      if (value != 0 && value != '\r' && (value < 0xD800 || value >= 0xE000)) {
        AppendCodePoint(point, value);
      }
      text.replace(at, 7, point);
      at = text.find("_x", at + point.size());
    } else {
      at = text.find("_x", at + 2);
    }
  }
}

class SheetParser : public XmlHandler {
 public:
  SheetParser(const SharedStrings& strings,
              const Styles& styles,
              bool epoch_1904,
              const std::function<bool(const SheetRow&)>& on_row)
      : strings_(strings), styles_(styles), epoch_1904_(epoch_1904), on_row_(on_row) {}

  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "c") {
      StartCell(attributes);
    } else if (name == "v") {
      in_value_ = in_cell_;
    } else if (name == "t") {
      in_value_ = in_cell_ && !in_phonetic_ && type_ == "inlineStr";
    } else if (name == "row") {
      StartRow(attributes);
    } else if (name == "f" && in_cell_) {
      formula_ = true;
    } else if (name == "rPh") {
      in_phonetic_ = true;
    }
  }

  void End(std::string_view name) override {
    if (name == "v" || name == "t") {
      in_value_ = false;
    } else if (name == "c" && in_cell_) {
      EndCell();
      in_cell_ = false;
    } else if (name == "row") {
      if (used_ > 0 && !on_row_(SheetRow{row_, hidden_, std::span(cells_).first(used_)})) {
        Stop();
      }
      used_ = 0;
      if (longest_ > kKeptCellBytes) {
        cells_ = {};
      }
    } else if (name == "rPh") {
      in_phonetic_ = false;
    } else if (name == "sheetData") {
      Stop();
    }
  }

  void Text(std::string_view piece) override {
    if (!in_value_) {
      return;
    }
    if (raw_.size() + piece.size() > kMaxCellBytes) {
      TooLong();
      return;
    }
    raw_.append(piece);
  }

 private:
  void TooLong() {
    Fail({ErrorCode::kInvalid, "sheet.cell_too_long", {{"cell", Where()}}, Where()});
  }
  std::string Where() const { return ColumnName(column_) + std::to_string(row_); }

  void StartRow(const XmlAttributes& attributes) {
    const std::string_view number = attributes.Get("r");
    // A row without a usable number follows the one before; the count alone is bounded by it.
    row_ = number.empty() ? row_ + 1 : ToInt(number, row_ + 1);
    column_ = -1;
    used_ = 0;
    longest_ = 0;
    row_bytes_ = 0;
    hidden_ = IsTrue(attributes.Get("hidden"));
    if (row_ < 1 || row_ > kMaxSheetRows || ++rows_ > kMaxSheetRows) {
      Fail(
          {ErrorCode::kInvalid, "sheet.too_many_rows", {{"limit", std::to_string(kMaxSheetRows)}}});
    }
  }

  void StartCell(const XmlAttributes& attributes) {
    in_cell_ = true;
    formula_ = false;
    raw_.clear();
    int row = 0;
    int column = 0;
    column_ = ParseReference(attributes.Get("r"), column, row) ? column : column_ + 1;
    if (column_ >= kMaxSheetColumns) {
      Fail({ErrorCode::kInvalid,
            "sheet.too_many_columns",
            {{"limit", std::to_string(kMaxSheetColumns)}}});
    }
    type_ = attributes.Get("t");
    // Only plain numbers need their style looked at.
    const bool number = type_.empty() || type_ == "n";
    is_date_ = number && styles_.IsDate(attributes.Get("s"));
    is_percent_ = number && styles_.IsPercent(attributes.Get("s"));
  }

  void EndCell() {
    if (raw_.empty() && !formula_) {
      return;
    }
    // Cells out of order or twice would break whoever walks columns; keep the first.
    if (used_ > 0 && cells_[used_ - 1].column >= column_) {
      return;
    }
    if (used_ == cells_.size()) {
      cells_.emplace_back();
    }
    SheetCell& cell = cells_[used_];
    cell.column = column_;
    cell.formula = formula_;
    cell.ruined = false;
    cell.percent = is_percent_;
    cell.kind = CellKind::kText;
    if (type_ == "s") {
      std::size_t index = 0;
      const auto [end, status] = std::from_chars(raw_.data(), raw_.data() + raw_.size(), index);
      const std::optional<std::string_view> text =
          status == std::errc() ? strings_.Get(index) : std::nullopt;
      if (!text.has_value()) {
        Fail({ErrorCode::kInvalid, "document.damaged", {}, Where(), "no shared string " + raw_});
        return;
      }
      cell.text.assign(*text);
      UnescapeExcel(cell.text);
    } else if (type_ == "inlineStr" || type_ == "str") {
      cell.text.assign(raw_);
      UnescapeExcel(cell.text);
    } else if (type_ == "b") {
      cell.kind = CellKind::kBool;
      cell.text = IsTrue(raw_) ? "TRUE" : "FALSE";
    } else if (type_ == "e") {
      cell.kind = CellKind::kError;
      cell.text.assign(raw_);
    } else if (type_ == "d") {
      SetIsoDate(cell);
    } else if (raw_.empty()) {
      cell.kind = CellKind::kError;
      cell.text = "#NOT_CALCULATED";
    } else {
      SetNumber(cell);
    }
    longest_ = std::max(longest_, cell.text.size());
    row_bytes_ += cell.text.size();
    if (cell.text.size() > kMaxCellBytes || row_bytes_ > kMaxRowBytes) {
      TooLong();
    } else if (!cell.text.empty()) {
      ++used_;
    }
  }

  void SetNumber(SheetCell& cell) {
    const std::string_view raw = TrimAscii(raw_);
    if (!PlainNumber(raw, cell.text, cell.ruined)) {
      cell.text.assign(raw);
      return;
    }
    cell.kind = CellKind::kNumber;
    if (is_date_ && SerialToIso(cell.text, epoch_1904_, iso_)) {
      cell.kind = CellKind::kDate;
      cell.text = iso_;
    }
  }

  void SetIsoDate(SheetCell& cell) {
    const Result<DateTime> moment = DateTime::Parse(raw_);
    cell.text.assign(raw_);
    if (moment.ok()) {
      cell.kind = CellKind::kDate;
      constexpr std::size_t kDay = 10;
      constexpr std::size_t kDayAndSeconds = 19;
      const std::string full = moment->ToString();
      cell.text =
          moment->minute_of_day() == 0 ? full.substr(0, kDay) : full.substr(0, kDayAndSeconds);
    }
  }

  const SharedStrings& strings_;
  const Styles& styles_;
  bool epoch_1904_;
  const std::function<bool(const SheetRow&)>& on_row_;
  std::vector<SheetCell> cells_;  // reused from row to row
  std::size_t used_ = 0;
  std::size_t longest_ = 0;
  std::size_t row_bytes_ = 0;
  std::string raw_;
  std::string type_;
  std::string iso_;
  int row_ = 0;
  int rows_ = 0;
  int column_ = -1;
  bool hidden_ = false;
  bool formula_ = false;
  bool is_date_ = false;
  bool is_percent_ = false;
  bool in_cell_ = false;
  bool in_value_ = false;
  bool in_phonetic_ = false;
};

class LayoutParser : public XmlHandler {
 public:
  void Start(std::string_view name, const XmlAttributes& attributes) override {
    constexpr std::size_t kMostRanges = 1'000'000;
    if (name == "mergeCell" && layout.merged.size() < kMostRanges) {
      const std::string_view reference = attributes.Get("ref");
      const std::size_t colon = reference.find(':');
      MergedRange range;
      if (colon != std::string_view::npos &&
          ParseReference(reference.substr(0, colon), range.first_column, range.first_row) &&
          ParseReference(reference.substr(colon + 1), range.last_column, range.last_row) &&
          range.first_row <= range.last_row && range.first_column <= range.last_column) {
        layout.merged.push_back(range);
      }
    } else if (name == "col" && IsTrue(attributes.Get("hidden")) &&
               layout.hidden_columns.size() < kMostRanges) {
      const int first = ToInt(attributes.Get("min"), 0);
      const int last = ToInt(attributes.Get("max"), 0);
      if (first >= 1 && last >= first && last <= kMaxSheetColumns) {
        layout.hidden_columns.emplace_back(first - 1, last - 1);
      }
    }
  }
  void End(std::string_view) override {}
  SheetLayout layout;
};

class XlsxWorkbook : public Workbook {
 public:
  XlsxWorkbook(std::unique_ptr<std::string> bytes, ZipReader zip)
      : bytes_(std::move(bytes)), zip_(std::move(zip)) {
    format_ = "xlsx";
  }

  Status Load() {
    TRY_ASSIGN(auto parts, ListSheetParts(zip_, &epoch_1904_));
    for (auto& [info, part] : parts) {
      sheets_.push_back(std::move(info));
      parts_.push_back(std::move(part));
    }
    const std::string book = FindWorkbookPart(zip_);
    if (const std::string part = FindRelated(zip_, book, "/sharedStrings"); !part.empty()) {
      TRY(ParseXml(zip_, part, strings_));
    }
    if (const std::string part = FindRelated(zip_, book, "/styles"); !part.empty()) {
      TRY(ParseXml(zip_, part, styles_));
    }
    return {};
  }

  Status ForEachRow(std::size_t sheet,
                    const std::function<bool(const SheetRow&)>& on_row) const override {
    if (sheet >= parts_.size()) {
      return Error{ErrorCode::kNotFound, "sheet.missing"};
    }
    SheetParser parser(strings_, styles_, epoch_1904_, on_row);
    return ParseXml(zip_, parts_[sheet], parser);
  }

  Result<SheetLayout> Layout(std::size_t sheet) const override {
    if (sheet >= parts_.size()) {
      return Error{ErrorCode::kNotFound, "sheet.missing"};
    }
    LayoutParser parser;
    TRY(ParseXml(zip_, parts_[sheet], parser));
    return std::move(parser.layout);
  }

 private:
  std::unique_ptr<std::string> bytes_;  // the archive points into it
  ZipReader zip_;
  SharedStrings strings_;
  Styles styles_;
  std::vector<std::string> parts_;
  bool epoch_1904_ = false;
};

}  // namespace

std::string FindWorkbookPart(const ZipReader& zip) {
  std::string part = FindRelated(zip, "", "/officeDocument");
  if (part.empty() && zip.Has("xl/workbook.xml")) {
    part = "xl/workbook.xml";
  }
  return part.ends_with(".xml") && part.find("workbook") != std::string::npos ? part
                                                                              : std::string();
}

Result<std::vector<std::pair<SheetInfo, std::string>>> ListSheetParts(const ZipReader& zip,
                                                                      bool* epoch_1904) {
  const std::string book = FindWorkbookPart(zip);
  BookParts parts;
  if (book.empty()) {
    return Error{ErrorCode::kInvalid, "document.not_a_sheet"};
  }
  TRY(ParseXml(zip, book, parts));
  if (epoch_1904 != nullptr) {
    *epoch_1904 = parts.epoch_1904;
  }
  std::vector<std::pair<SheetInfo, std::string>> out;
  for (BookParts::Sheet& sheet : parts.sheets) {
    std::string part = FindRelatedById(zip, book, sheet.relation);
    // Chart and dialog sheets hold no rows.
    if (!part.empty() && part.find("worksheets/") != std::string::npos) {
      out.emplace_back(std::move(sheet.info), std::move(part));
    }
  }
  if (out.empty()) {
    return Error{ErrorCode::kInvalid, "document.not_a_sheet"};
  }
  return out;
}

Result<std::unique_ptr<Workbook>> OpenXlsx(std::string bytes) {
  auto kept = std::make_unique<std::string>(std::move(bytes));
  TRY_ASSIGN(ZipReader zip, ZipReader::Open(*kept));
  auto book = std::make_unique<XlsxWorkbook>(std::move(kept), std::move(zip));
  TRY(book->Load());
  return std::unique_ptr<Workbook>(std::move(book));
}

}  // namespace luoshi::document
