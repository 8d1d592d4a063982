// Reads sheets that people send: .xlsx and delimited text (.csv), recognised by content. Row by
// row, so that a large sheet costs little more memory than its file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace luoshi::document {

constexpr int kMaxSheetRows = 1'048'576;
constexpr int kMaxSheetColumns = 16'384;

enum class CellKind {
  kText,
  kNumber,  // plain decimal text: "12", "-0.5", never an exponent
  kDate,    // 2026-09-01, 2026-09-01T08:30:00, or 08:30:00 for a time of day
  kBool,    // TRUE or FALSE
  kError,   // #N/A, #REF!, …; #NOT_CALCULATED is a formula whose value was never saved
};

struct SheetCell {
  int column = 0;  // 0 is A
  CellKind kind = CellKind::kText;
  std::string text;
  // A whole number that came through a floating-point form with more digits than that can hold
  // (an id number typed as a number): its last digits are lost.
  bool ruined = false;
  bool formula = false;
  bool percent = false;  // a number shown as a percentage: 0.85 stands there as 85%
};

struct SheetRow {
  int number = 0;  // 1-based, as the sheet shows it
  bool hidden = false;
  std::span<const SheetCell> cells;  // in order of column; empty cells are absent
};

struct SheetInfo {
  std::string name;
  bool hidden = false;
};

struct MergedRange {
  int first_row = 0;  // 1-based, inclusive
  int last_row = 0;
  int first_column = 0;  // 0-based, inclusive
  int last_column = 0;
  bool operator==(const MergedRange&) const = default;
};

struct SheetLayout {
  std::vector<MergedRange> merged;
  std::vector<std::pair<int, int>> hidden_columns;  // inclusive ranges, 0-based
};

class Workbook {
 public:
  Workbook() = default;
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;
  virtual ~Workbook() = default;

  const std::vector<SheetInfo>& sheets() const { return sheets_; }
  // What the file is by its content: xlsx, csv, html, …
  const std::string& format() const { return format_; }
  // Calls `on_row` for each row that holds something, from the top; false ends the reading early.
  // The row is valid during the call only. kInvalid document.damaged, sheet.too_many_rows,
  // sheet.too_many_columns, sheet.cell_too_long; kNotFound sheet.missing.
  virtual Status ForEachRow(std::size_t sheet,
                            const std::function<bool(const SheetRow&)>& on_row) const = 0;
  // Reads the sheet once more. Same failures.
  virtual Result<SheetLayout> Layout(std::size_t sheet) const = 0;

 protected:
  std::vector<SheetInfo> sheets_;
  std::string format_;
};

// Takes the whole file. kInvalid with a sentence that says what to do: document.damaged,
// document.too_large, document.locked, document.old_format, document.encoding,
// document.not_a_sheet.
Result<std::unique_ptr<Workbook>> OpenWorkbook(std::string bytes);

// For whoever shows what a file is even when it is refused.
struct Opened {
  std::string format;  // docx, xlsx, xls, csv, pdf, picture, …
  std::unique_ptr<Workbook> workbook;
  std::optional<Error> refused;  // instead of a workbook
};
Opened OpenAny(std::string bytes);

std::string ColumnName(int column);  // 0 → A, 27 → AB

}  // namespace luoshi::document
