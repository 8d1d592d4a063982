#include "sheet/line.h"

#include <algorithm>

#include "base/text.h"

namespace luoshi::sheet {
namespace {

bool MayBeBlankAtAnEnd(const std::string& text) {
  const auto plain = [](char c) { return c > ' ' && c < 0x7F; };
  return !plain(text.front()) || !plain(text.back());
}

}  // namespace

const document::SheetCell* Line::At(int column) const {
  const auto found = std::lower_bound(
      cells.begin(), cells.end(), column,
      [](const document::SheetCell& cell, int wanted) { return cell.column < wanted; });
  return found != cells.end() && found->column == column ? &*found : nullptr;
}

void Keep(const document::SheetRow& row, Line& line) {
  line.number = row.number;
  line.hidden = row.hidden;
  std::size_t used = 0;
  for (const document::SheetCell& cell : row.cells) {
    if (used == line.cells.size()) {
      line.cells.emplace_back();
    }
    document::SheetCell& kept = line.cells[used];
    kept = cell;
    if (kept.text.empty() ||
        (MayBeBlankAtAnEnd(kept.text) && (kept.text = Trim(kept.text)).empty())) {
      continue;
    }
    ++used;
  }
  line.cells.resize(used);
}

}  // namespace luoshi::sheet
