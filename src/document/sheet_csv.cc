#include <algorithm>
#include <array>

#include "base/text.h"
#include "document/charset.h"
#include "document/memory_workbook.h"
#include "document/sheet_values.h"
#include "document/sheet_xlsx.h"
#include "document/text_extract.h"

namespace luoshi::document {
namespace {

class DelimitedText : public Workbook {
 public:
  explicit DelimitedText(std::string text) : text_(std::move(text)) {
    sheets_.push_back(SheetInfo{});
    format_ = "csv";
    separator_ = GuessSeparator();
  }

  // Half of its first lines are parted: a table, not prose with a comma here and there.
  bool is_table() const { return is_table_; }
  std::string TakeText() { return std::move(text_); }

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
        ClassifyText(cells[i]);
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
  char GuessSeparator() {
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
      std::size_t parted = 0;
      std::size_t lines = 0;
      for (const std::size_t count : fields) {
        agreeing += count == widest ? 1U : 0U;
        parted += count > 1 ? 1U : 0U;
        lines += count > 0 ? 1U : 0U;
      }
      const std::size_t score = widest < 2 ? 0 : agreeing * 1000 + widest;
      if (score > best_score) {
        best = candidate;
        best_score = score;
        is_table_ = parted * 2 >= lines;
      }
    }
    return best;
  }

  std::string text_;
  char separator_ = ',';
  bool is_table_ = false;
};

// Lines of prose that hold tables: runs of lines parted by tabs, as they are pasted from a page or
// a document. Rows keep the numbers of their lines.
Result<std::unique_ptr<Workbook>> TablesInText(std::string_view text) {
  auto book = std::make_unique<MemoryWorkbook>("txt");
  std::vector<std::string> block;
  int line_number = 0;
  const auto close = [&](int after) -> Status {
    if (block.size() >= 2) {
      book->BeginSheet({"表" + std::to_string(book->sheets().size() + 1), false});
      int number = after - static_cast<int>(block.size());
      for (const std::string& line : block) {
        book->BeginRow(number++, false);
        int column = 0;
        for (const std::string& part : Split(line, "\t")) {
          SheetCell cell;
          cell.column = column++;
          cell.text = Trim(part);
          ClassifyText(cell);
          TRY(book->Add(cell));
        }
      }
    }
    block.clear();
    return {};
  };
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line_number;
    if (Contains(line, "\t")) {
      block.emplace_back(line);
    } else {
      TRY(close(line_number));
    }
  }
  TRY(close(line_number + 1));
  book->Finish();
  return std::unique_ptr<Workbook>(std::move(book));
}

}  // namespace

Result<std::unique_ptr<Workbook>> OpenDelimited(std::string_view bytes) {
  TRY_ASSIGN(std::string text, DecodeText(bytes));
  auto table = std::make_unique<DelimitedText>(std::move(text));
  if (!table->is_table()) {
    const std::string prose = table->TakeText();
    if (HasSecretMarking(prose)) {
      return Error{ErrorCode::kForbidden, "document.secret"};
    }
    return TablesInText(prose);
  }
  return std::unique_ptr<Workbook>(std::move(table));
}

}  // namespace luoshi::document
