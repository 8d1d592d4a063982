// Writes .xlsx row by row: lists, registers, tables of figures, error lists. An own row streamer:
// libxlsxwriter was measured at twice the time (4.8 s against 2.2 s for 100,000 rows of 30) and
// stamps the clock into its files; libzip wants each entry whole. The same calls give the same
// bytes.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"
#include "document/zip.h"

namespace luoshi::document {

// How a row looks. Title and note rows are one cell over the whole width.
enum class RowLook { kTitle, kNote, kHeader, kBody, kTotal, kPlain };

struct OutCell {
  enum class Kind { kEmpty, kText, kNumber, kPercent, kDate };
  Kind kind = Kind::kEmpty;
  std::string text;

  // Stored as text, in text format: id numbers and leading zeros survive.
  static OutCell Text(std::string text) { return {Kind::kText, std::move(text)}; }
  // Shown with as many places as written. Beyond 15 digits a sheet would ruin it: goes as text.
  static OutCell Number(const Decimal& value) { return {Kind::kNumber, value.ToString()}; }
  static OutCell Integer(std::int64_t value) { return {Kind::kNumber, std::to_string(value)}; }
  // 83.25 is shown as 83.25%.
  static OutCell Percent(const Decimal& value) { return {Kind::kPercent, value.ToString()}; }
  static OutCell Day(Date day) { return {Kind::kDate, day.ToString()}; }
};

// A drop-down list below the header for one column. All choices together: at most 250 bytes and no
// comma in any, which is what a sheet can hold; else AddSheet says sheet.choices_too_long.
struct ColumnChoices {
  int column = 0;
  std::vector<std::string> choices;
};

struct SheetSetup {
  std::string name;         // cut to what a sheet name may be; must differ between sheets
  std::vector<int> widths;  // of the columns, in half-width characters; their count is the width
  int frozen_rows = 0;      // title, notes and header that stay in sight when scrolling
  bool landscape = true;    // fitted to one page across
  bool large = false;       // A3 in place of A4
  int printed = 0;          // how many columns are printed; 0: all. Title and notes span them
  std::vector<ColumnChoices> choices;
};

class SheetWriter {
 public:
  SheetWriter();
  ~SheetWriter();
  SheetWriter(const SheetWriter&) = delete;
  SheetWriter& operator=(const SheetWriter&) = delete;

  // Ends the sheet before. kInvalid sheet.choices_too_long, sheet.name_taken.
  Status AddSheet(const SheetSetup& setup);
  // The next row of the current sheet. A header row is repeated on each printed page. Cells beyond
  // the setup's widths are allowed. kInvalid sheet.too_many_rows, sheet.too_many_columns,
  // sheet.cell_too_long. REQUIRES: AddSheet was called.
  Status AddRow(RowLook look, std::span<const OutCell> cells);
  Status AddRow(RowLook look, const std::string& text);  // for title and note
  // Rows 1-based, columns 0-based, inclusive; for grouped headers. Cells under it must be empty.
  void Merge(int first_row, int first_column, int last_row, int last_column);
  // The next AddRow writes this row (1-based).
  int next_row() const { return row_ + 1; }
  // The file. kInvalid document.too_large. REQUIRES: at least one sheet.
  Result<std::string> Finish();

 private:
  struct Sheet {
    SheetSetup setup;
    int first_header = 0;
    int last_header = 0;
    int last_row = 0;
  };
  void EndSheet();
  void Append(const OutCell& cell, RowLook look, int column);
  int Spanned() const;  // columns under title and notes
  void WriteBook();

  ZipWriter zip_;
  std::vector<Sheet> sheets_;
  std::vector<std::string> merges_;
  std::string buffer_;
  int row_ = 0;
  bool open_ = false;
};

}  // namespace luoshi::document
