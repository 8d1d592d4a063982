// Any file as a sheet, understood: .xls, .ods, pages, papers. Whatever comes in, columns and rows
// are in order and nothing hangs.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "document/sheet_reader.h"
#include "document/text_extract.h"
#include "sheet/mapping.h"
#include "sheet/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luoshi;  // NOLINT(google-build-using-namespace): one function
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.find("%PDF-") != std::string::npos) {
    return 0;  // another program's
  }
  static_cast<void>(document::ExtractText(bytes).ok());
  const Result<std::unique_ptr<document::Workbook>> book = document::OpenWorkbook(bytes);
  if (!book.ok()) {
    return 0;
  }
  constexpr std::size_t kSheets = 3;
  constexpr int kRows = 2000;
  for (std::size_t i = 0; i < (*book)->sheets().size() && i < kSheets; ++i) {
    Result<sheet::Reading> reading =
        sheet::Reading::Open(**book, i, [](std::string_view) { return false; });
    if (!reading.ok()) {
      continue;
    }
    int last = 0;
    int rows = 0;
    const Status read = reading->ForEachRow([&](const sheet::Row& row) {
      if (row.line.number <= last || row.line.cells.empty()) {
        std::abort();
      }
      last = row.line.number;
      for (const document::SheetCell& cell : row.line.cells) {
        const sheet::Column* column = reading->FindColumn(cell.column);
        if (column != nullptr) {
          const sheet::ColumnKind kind =
              sheet::KindOf(*column, reading->ProfileOf(cell.column), false);
          static_cast<void>(
              sheet::ReadPlain(*column, kind, reading->UnitOfMeasureOf(*column), cell, 2025, {}));
        }
      }
      return ++rows < kRows;
    });
    static_cast<void>(read.ok());
  }
  return 0;
}
