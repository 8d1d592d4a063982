#include <algorithm>
#include <array>

#include "base/text.h"
#include "document/charset.h"
#include "document/sheet_values.h"
#include "document/sheet_xlsx.h"

namespace luoshi::document {
namespace {

bool IsAllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Text files have no types. What looks like a number that a sheet would keep unharmed is one;
// anything with leading zeros or more than 15 digits is an id and stays text. A long number in
// exponent form is what Excel makes of an id: ruined.
void Classify(SheetCell& cell) {
  cell.kind = CellKind::kText;
  cell.ruined = false;
  std::string& text = cell.text;
  // Exports guard long ids by a tab, an apostrophe or ="…".
  while (text.ends_with('\t')) {
    text.pop_back();
  }
  const std::string_view view = text;
  if (view.size() > 1 && view[0] == '\'' && IsAllDigits(view.substr(1))) {
    text.erase(0, 1);
    return;
  }
  if (view.size() > 3 && view.starts_with("=\"") && view.ends_with('"')) {
    text = text.substr(2, text.size() - 3);
    return;
  }
  const std::string_view digits = view.starts_with('-') ? view.substr(1) : view;
  if (digits.empty() || digits[0] < '0' || digits[0] > '9' || digits.size() > 32 ||
      (digits.size() > 1 && digits[0] == '0' && digits[1] != '.')) {
    return;
  }
  std::string plain;
  bool ruined = false;
  if (!PlainNumber(view, plain, ruined)) {
    return;
  }
  const bool exponent = view.find_first_of("eE") != std::string_view::npos;
  std::size_t significant = 0;
  for (const char c : view) {
    significant += c >= '0' && c <= '9' ? 1U : 0U;
  }
  constexpr std::size_t kSheetDigits = 15;
  if (exponent && !ruined) {
    // 12E3 may as well be a door number; only the unmistakable form is a number.
    return;
  }
  if (!exponent && (significant > kSheetDigits || digits.ends_with('.'))) {
    return;
  }
  cell.kind = CellKind::kNumber;
  cell.ruined = ruined;
  if (exponent) {
    text = plain;
  }
}

class DelimitedText : public Workbook {
 public:
  explicit DelimitedText(std::string text) : text_(std::move(text)) {
    sheets_.push_back(SheetInfo{});
    separator_ = GuessSeparator();
  }

  Status ForEachRow(std::size_t sheet,
                    const std::function<bool(const SheetRow&)>& on_row) const override {
    if (sheet != 0) {
      return Error{ErrorCode::kNotFound, "sheet.missing"};
    }
    std::vector<SheetCell> cells;
    std::size_t at = 0;
    for (int row = 1; at < text_.size(); ++row) {
      if (row > kMaxSheetRows) {
        return Error{
            ErrorCode::kInvalid, "sheet.too_many_rows", {{"limit", std::to_string(kMaxSheetRows)}}};
      }
      const std::size_t used = ReadRecord(at, separator_, cells);
      std::size_t kept = 0;
      std::size_t longest = 0;
      for (std::size_t i = 0; i < used; ++i) {
        longest = std::max(longest, cells[i].text.size());
        if (longest > kMaxCellBytes) {
          const std::string where = ColumnName(cells[i].column) + std::to_string(row);
          return Error{ErrorCode::kInvalid, "sheet.cell_too_long", {{"cell", where}}, where};
        }
        Classify(cells[i]);
        if (!cells[i].text.empty()) {
          std::swap(cells[kept++], cells[i]);
        }
      }
      if (kept > 0 && cells[kept - 1].column >= kMaxSheetColumns) {
        return Error{ErrorCode::kInvalid,
                     "sheet.too_many_columns",
                     {{"limit", std::to_string(kMaxSheetColumns)}}};
      }
      if (kept > 0 && !on_row(SheetRow{row, false, std::span(cells).first(kept)})) {
        break;
      }
      if (longest > kKeptCellBytes) {
        cells = {};
      }
    }
    return {};
  }

  Result<SheetLayout> Layout(std::size_t sheet) const override {
    if (sheet != 0) {
      return Error{ErrorCode::kNotFound, "sheet.missing"};
    }
    return SheetLayout{};
  }

 private:
  // RFC 4180, with the usual leniencies: a quote inside an unquoted field is itself. Fields beyond
  // the column limit are counted but not stored. Returns how many cells are used.
  std::size_t ReadRecord(std::size_t& at, char separator, std::vector<SheetCell>& cells) const {
    std::size_t used = 0;
    bool more = true;
    while (more) {
      const std::size_t slot = std::min(used, static_cast<std::size_t>(kMaxSheetColumns));
      if (slot == cells.size()) {
        cells.emplace_back();
      }
      SheetCell& cell = cells[slot];
      cell.column = static_cast<int>(slot);
      cell.text.clear();
      if (at < text_.size() && text_[at] == '"') {
        ++at;
        while (at < text_.size()) {
          if (text_[at] != '"') {
            cell.text.push_back(text_[at++]);
          } else if (at + 1 < text_.size() && text_[at + 1] == '"') {
            cell.text.push_back('"');
            at += 2;
          } else {
            ++at;
            break;
          }
        }
      }
      while (at < text_.size() && text_[at] != separator && text_[at] != '\n') {
        cell.text.push_back(text_[at++]);
      }
      used = slot + 1;
      more = at < text_.size() && text_[at] == separator;
      at += at < text_.size() ? 1U : 0U;
    }
    return used;
  }

  // The separator with which most of the first lines have as many fields as the first.
  char GuessSeparator() const {
    constexpr std::array<char, 3> kCandidates = {',', '\t', ';'};
    constexpr int kLines = 20;
    char best = ',';
    std::size_t best_score = 0;
    std::vector<SheetCell> cells;
    for (const char candidate : kCandidates) {
      std::size_t at = 0;
      std::size_t widest = 0;
      std::array<std::size_t, kLines> fields{};
      for (int line = 0; line < kLines && at < text_.size(); ++line) {
        fields[static_cast<std::size_t>(line)] = ReadRecord(at, candidate, cells);
        widest = std::max(widest, fields[static_cast<std::size_t>(line)]);
      }
      std::size_t agreeing = 0;
      for (const std::size_t count : fields) {
        agreeing += count == widest ? 1U : 0U;
      }
      const std::size_t score = widest < 2 ? 0 : agreeing * 1000 + widest;
      if (score > best_score) {
        best = candidate;
        best_score = score;
      }
    }
    return best;
  }

  std::string text_;
  char separator_ = ',';
};

}  // namespace

Result<std::unique_ptr<Workbook>> OpenDelimited(std::string_view bytes) {
  TRY_ASSIGN(std::string text, DecodeText(bytes));
  return std::unique_ptr<Workbook>(std::make_unique<DelimitedText>(std::move(text)));
}

}  // namespace luoshi::document
