// Which rows of a table are people and things, and which are titles, sums, signatures and notes.
#pragma once

#include <string_view>

#include "sheet/header.h"
#include "sheet/line.h"

namespace luoshi::sheet {

// Why a row is not taken in; the keys of docs/formats/read.md.
enum class RowKind {
  kData,
  kTitle,           // above the header, or the same line again on a later page
  kRepeatedHeader,  // the header again on a later page
  kNumberLine,      // 1 2 3 4 below the header
  kSubtotal,
  kTotal,
  kSection,    // 北山村 on a line of its own above its rows
  kSignature,  // 填表人、审核人、日期
  kNote,
  kEmpty,  // only its 序号, or formulas over nothing
};

std::string_view KeyOf(RowKind kind);  // "title", "repeated_header", …; "" for kData

// What a row is by itself. A line of one text alone comes as kSection: whoever knows what follows
// decides whether it is one or a note. `serial`: the column of 序号, −1 when there is none. `wide`:
// its first cell is merged over half the table.
RowKind KindOf(const Line& line, const Header& header, int serial, bool wide);

}  // namespace luoshi::sheet
