#include "sheet/row_kind.h"

#include <algorithm>

#include "base/text.h"
#include "sheet/words.h"

namespace luoshi::sheet {
namespace {

using document::CellKind;
using document::SheetCell;

// 合计 stands in one of the first three cells and left of every number but the 序号.
RowKind SumOf(const Line& line) {
  std::size_t looked = 0;
  for (const SheetCell& cell : line.cells) {
    const SumWord word = cell.kind == CellKind::kText ? SumWordIn(cell.text) : SumWord::kNone;
    if (word != SumWord::kNone) {
      return word == SumWord::kTotal ? RowKind::kTotal : RowKind::kSubtotal;
    }
    if (++looked == 3) {
      break;
    }
  }
  // 合 | 计 in two cells
  if (line.cells.size() >= 2 && MatchKey(line.cells[0].text) == "合" &&
      MatchKey(line.cells[1].text) == "计") {
    return RowKind::kTotal;
  }
  // a row of nothing but formulas over the rows above
  const bool only_formulas =
      line.cells.size() >= 2 &&
      std::all_of(line.cells.begin(), line.cells.end(), [](const SheetCell& cell) {
        return cell.formula && cell.kind == CellKind::kNumber;
      });
  return only_formulas ? RowKind::kTotal : RowKind::kData;
}

bool RepeatsHeader(const Line& line, const Header& header) {
  std::size_t same = 0;
  for (const SheetCell& cell : line.cells) {
    const auto column = std::find_if(header.columns.begin(), header.columns.end(),
                                     [&](const Column& one) { return one.column == cell.column; });
    const std::string key = MatchKey(cell.text);
    same += column != header.columns.end() &&
                    std::any_of(column->title.begin(), column->title.end(),
                                [&](const std::string& level) { return MatchKey(level) == key; })
                ? 1U
                : 0U;
  }
  return line.cells.size() >= 2 && same * 10 >= line.cells.size() * 7;
}

bool IsSignature(const Line& line) {
  constexpr std::size_t kMostCells = 8;
  if (line.cells.size() > kMostCells) {
    return false;
  }
  if (IsSignatureWord(line.cells.front().text)) {
    return true;
  }
  const std::size_t signs = static_cast<std::size_t>(
      std::count_if(line.cells.begin(), line.cells.end(), [](const SheetCell& cell) {
        return cell.kind == CellKind::kText && IsSignatureWord(cell.text);
      }));
  return signs > 0 && signs * 3 >= line.cells.size();
}

// 年 月 日, 2025年11月2日 alone: where a date is put beside the stamp.
bool IsDateLine(const Line& line) {
  const std::string key = MatchKey(line.cells.front().text);
  const bool ends = key.ends_with("日") && Contains(key, "年") && Contains(key, "月");
  constexpr std::size_t kLongest = 14;
  return line.cells.size() == 1 &&
         (line.cells.front().kind == CellKind::kDate || (ends && CodePointCount(key) <= kLongest));
}

bool IsEmptyRow(const Line& line, int serial) {
  return std::all_of(line.cells.begin(), line.cells.end(), [&](const SheetCell& cell) {
    const bool nothing = cell.text == "0" || cell.text == "FALSE" || cell.kind == CellKind::kError;
    return cell.column == serial || (cell.formula && nothing);
  });
}

}  // namespace

std::string_view KeyOf(RowKind kind) {
  switch (kind) {
    case RowKind::kData:
      return "";
    case RowKind::kTitle:
      return "title";
    case RowKind::kRepeatedHeader:
      return "repeated_header";
    case RowKind::kNumberLine:
      return "number_line";
    case RowKind::kSubtotal:
      return "subtotal";
    case RowKind::kTotal:
      return "total";
    case RowKind::kSection:
      return "section";
    case RowKind::kSignature:
      return "signature";
    case RowKind::kNote:
      return "note";
    case RowKind::kEmpty:
      return "empty";
  }
  return "";
}

RowKind KindOf(const Line& line, const Header& header, int serial, bool wide) {
  if (const RowKind sum = SumOf(line); sum != RowKind::kData) {
    return sum;
  }
  const SheetCell& first = line.cells.front();
  const bool few = line.cells.size() == 1 && header.columns.size() > 2;
  if (first.kind == CellKind::kText && IsNoteWord(first.text) && line.cells.size() <= 2) {
    return RowKind::kNote;
  }
  if (IsSignature(line) || (few && IsDateLine(line))) {
    return RowKind::kSignature;
  }
  if (serial >= 0 && first.column == serial && IsEmptyRow(line, serial)) {
    const bool number = first.kind == CellKind::kNumber ||
                        first.text.find_first_not_of("0123456789") == std::string::npos;
    return number ? RowKind::kEmpty : RowKind::kSection;
  }
  if (IsEmptyRow(line, -1)) {
    return RowKind::kEmpty;
  }
  if (RepeatsHeader(line, header)) {
    return RowKind::kRepeatedHeader;
  }
  if (wide ||
      (few && first.kind == CellKind::kText && first.column == header.columns.front().column)) {
    return RowKind::kSection;
  }
  return RowKind::kData;
}

}  // namespace luoshi::sheet
