#include "document/memory_workbook.h"

#include <algorithm>

#include "document/sheet_values.h"

namespace luoshi::document {
namespace {

constexpr std::uint8_t kRuined = 1;
constexpr std::uint8_t kFormula = 2;
constexpr std::uint8_t kPercent = 4;
constexpr std::size_t kMostRanges = 1'000'000;

}  // namespace

void MemoryWorkbook::BeginSheet(SheetInfo info) {
  sheets_.push_back(std::move(info));
  stored_.emplace_back();
}

void MemoryWorkbook::BeginRow(int number, bool hidden) {
  std::vector<StoredRow>& rows = stored_.back().rows;
  if (!rows.empty() && rows.back().number == number) {
    return;
  }
  rows.push_back({number, hidden, static_cast<std::uint32_t>(stored_.back().cells.size()), 0});
}

Status MemoryWorkbook::Check(int column, std::size_t size) const {
  const int row = stored_.back().rows.empty() ? 0 : stored_.back().rows.back().number;
  if (row < 1 || row > kMaxSheetRows) {
    return Error{
        ErrorCode::kInvalid, "sheet.too_many_rows", {{"limit", std::to_string(kMaxSheetRows)}}};
  }
  if (column < 0 || column >= kMaxSheetColumns) {
    return Error{ErrorCode::kInvalid,
                 "sheet.too_many_columns",
                 {{"limit", std::to_string(kMaxSheetColumns)}}};
  }
  if (size > kMaxCellBytes) {
    const std::string where = ColumnName(column) + std::to_string(row);
    return Error{ErrorCode::kInvalid, "sheet.cell_too_long", {{"cell", where}}, where};
  }
  if (cell_count_ >= kMaxCells || arena_.size() + size > kMaxArena) {
    return Error{ErrorCode::kInvalid, "document.too_large"};
  }
  return {};
}

Status MemoryWorkbook::Add(const SheetCell& cell) {
  if (cell.text.empty()) {
    return {};
  }
  TRY(Check(cell.column, cell.text.size()));
  StoredSheet& sheet = stored_.back();
  const int flags =
      (cell.ruined ? kRuined : 0) | (cell.formula ? kFormula : 0) | (cell.percent ? kPercent : 0);
  sheet.cells.push_back({static_cast<std::uint32_t>(arena_.size()),
                         static_cast<std::uint32_t>(cell.text.size()),
                         static_cast<std::uint16_t>(cell.column),
                         static_cast<std::uint8_t>(cell.kind), static_cast<std::uint8_t>(flags)});
  arena_ += cell.text;
  ++sheet.rows.back().count;
  ++cell_count_;
  return {};
}

Result<MemoryWorkbook::Shared> MemoryWorkbook::Share(std::string_view text) {
  if (arena_.size() + text.size() > kMaxArena) {
    return Error{ErrorCode::kInvalid, "document.too_large"};
  }
  const Shared shared{static_cast<std::uint32_t>(arena_.size()),
                      static_cast<std::uint32_t>(text.size())};
  arena_ += text;
  return shared;
}

Status MemoryWorkbook::AddShared(int column, Shared text) {
  if (text.size == 0) {
    return {};
  }
  TRY(Check(column, text.size));
  StoredSheet& sheet = stored_.back();
  sheet.cells.push_back({text.begin, text.size, static_cast<std::uint16_t>(column),
                         static_cast<std::uint8_t>(CellKind::kText), 0});
  ++sheet.rows.back().count;
  ++cell_count_;
  return {};
}

void MemoryWorkbook::Merge(const MergedRange& range) {
  std::vector<MergedRange>& merged = stored_.back().layout.merged;
  if (merged.size() < kMostRanges && range.first_row >= 1 && range.last_row >= range.first_row &&
      range.first_column >= 0 && range.last_column >= range.first_column) {
    merged.push_back(range);
  }
}

void MemoryWorkbook::HideColumns(int first, int last) {
  auto& hidden = stored_.back().layout.hidden_columns;
  if (hidden.size() < kMostRanges && first >= 0 && last >= first && last < kMaxSheetColumns) {
    hidden.emplace_back(first, last);
  }
}

void MemoryWorkbook::HideRow(int number) {
  if (stored_.back().hidden_rows.size() < kMostRanges) {
    stored_.back().hidden_rows.push_back(number);
  }
}

void MemoryWorkbook::Finish() {
  for (StoredSheet& sheet : stored_) {
    const auto before = [](const StoredRow& a, const StoredRow& b) { return a.number < b.number; };
    if (!std::is_sorted(sheet.rows.begin(), sheet.rows.end(), before)) {
      std::stable_sort(sheet.rows.begin(), sheet.rows.end(), before);
    }
    std::sort(sheet.hidden_rows.begin(), sheet.hidden_rows.end());
    for (StoredRow& row : sheet.rows) {
      row.hidden = row.hidden || std::binary_search(sheet.hidden_rows.begin(),
                                                    sheet.hidden_rows.end(), row.number);
      const auto first = sheet.cells.begin() + row.first;
      const auto by_column = [](const Stored& a, const Stored& b) { return a.column < b.column; };
      if (!std::is_sorted(first, first + row.count, by_column)) {
        std::stable_sort(first, first + row.count, by_column);
      }
    }
  }
}

Status MemoryWorkbook::ForEachRow(std::size_t sheet,
                                  const std::function<bool(const SheetRow&)>& on_row) const {
  if (sheet >= stored_.size()) {
    return Error{ErrorCode::kNotFound, "sheet.missing"};
  }
  const StoredSheet& from = stored_[sheet];
  std::vector<SheetCell> cells;
  for (std::size_t at = 0; at < from.rows.size();) {
    const int number = from.rows[at].number;
    bool hidden = false;
    std::size_t used = 0;
    // blocks of one row may have been apart in the file
    for (; at < from.rows.size() && from.rows[at].number == number; ++at) {
      const StoredRow& row = from.rows[at];
      hidden = hidden || row.hidden;
      for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
        const Stored& stored = from.cells[i];
        if (used > 0 && cells[used - 1].column >= stored.column) {
          continue;
        }
        if (used == cells.size()) {
          cells.emplace_back();
        }
        SheetCell& cell = cells[used++];
        cell.column = stored.column;
        cell.kind = static_cast<CellKind>(stored.kind);
        cell.text.assign(arena_, stored.begin, stored.size);
        cell.ruined = (stored.flags & kRuined) != 0;
        cell.formula = (stored.flags & kFormula) != 0;
        cell.percent = (stored.flags & kPercent) != 0;
      }
    }
    if (used > 0 && !on_row(SheetRow{number, hidden, std::span(cells).first(used)})) {
      break;
    }
  }
  return {};
}

Result<SheetLayout> MemoryWorkbook::Layout(std::size_t sheet) const {
  if (sheet >= stored_.size()) {
    return Error{ErrorCode::kNotFound, "sheet.missing"};
  }
  return stored_[sheet].layout;
}

}  // namespace luoshi::document
