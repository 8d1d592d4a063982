// One row of a sheet, kept: what the functions of this module look at.
#pragma once

#include <vector>

#include "document/sheet_reader.h"

namespace luoshi::sheet {

struct Line {
  int number = 0;  // as the sheet counts, from 1
  bool hidden = false;
  std::vector<document::SheetCell> cells;  // in order of column, trimmed, none blank

  const document::SheetCell* At(int column) const;  // nullptr: blank
};

// Takes a row over; buffers of `line` are used again.
void Keep(const document::SheetRow& row, Line& line);

}  // namespace luoshi::sheet
