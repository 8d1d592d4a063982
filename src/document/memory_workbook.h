// A workbook whose cells are held in memory, packed: what files that cannot be read row by row
// become. Internal to document.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "document/sheet_reader.h"

namespace luoshi::document {

class MemoryWorkbook : public Workbook {
 public:
  // What one file may hold beyond its own size.
  static constexpr std::size_t kMaxCells = 12'000'000;
  static constexpr std::size_t kMaxArena = std::size_t{256} << 20;

  explicit MemoryWorkbook(std::string format) { format_ = std::move(format); }

  void BeginSheet(SheetInfo info);
  // Rows may come in any order; a second one of the same number goes on with the first.
  void BeginRow(int number, bool hidden);
  // Cells in any order; of two at one place the first stays. Blank ones are left out. kInvalid
  // sheet.too_many_rows, sheet.too_many_columns, sheet.cell_too_long, document.too_large.
  Status Add(const SheetCell& cell);
  // A text that many cells share; Add with it costs no memory of its own.
  struct Shared {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  Result<Shared> Share(std::string_view text);
  Status AddShared(int column, Shared text);
  void Merge(const MergedRange& range);
  void HideColumns(int first, int last);
  void HideRow(int number);
  // Call once, after the last cell.
  void Finish();

  Status ForEachRow(std::size_t sheet,
                    const std::function<bool(const SheetRow&)>& on_row) const override;
  Result<SheetLayout> Layout(std::size_t sheet) const override;

 private:
  struct Stored {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    std::uint16_t column = 0;
    std::uint8_t kind = 0;
    std::uint8_t flags = 0;
  };
  struct StoredRow {
    int number = 0;
    bool hidden = false;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  struct StoredSheet {
    std::vector<StoredRow> rows;
    std::vector<Stored> cells;
    std::vector<int> hidden_rows;
    SheetLayout layout;
  };

  Status Check(int column, std::size_t size) const;

  std::string arena_;
  std::size_t cell_count_ = 0;
  std::vector<StoredSheet> stored_;
};

}  // namespace luoshi::document
