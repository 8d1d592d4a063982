#include "document/paper.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"

namespace luoshi::document {

bool IsLandscape(const Block& block) {
  const Table* table = std::get_if<Table>(&block);
  return table != nullptr && table->landscape;
}

int HeaderRows(const Table& table) {
  const bool grouped = std::any_of(table.columns.begin(), table.columns.end(),
                                   [](const TableColumn& column) { return !column.group.empty(); });
  return grouped ? 2 : 1;
}

std::vector<int> ColumnShares(const Table& table) {
  constexpr int kWhole = 1000;
  constexpr std::size_t kNarrowest = 4;  // half-width characters
  constexpr std::size_t kWidest = 20;
  constexpr int kPadding = 4;
  constexpr std::size_t kWidestTitle = 10;
  std::vector<int> weights;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const TableColumn& column = table.columns[i];
    // a longer title is set in two lines of the same length
    const std::size_t title = DisplayWidth(column.title);
    std::size_t content = title <= kWidestTitle ? title : (title / 2 + 1) / 2 * 2;
    for (const TableRow& row : table.rows) {
      content = std::max(content, i < row.cells.size() ? DisplayWidth(row.cells[i]) : 0);
    }
    weights.push_back(column.width > 0
                          ? column.width
                          : static_cast<int>(std::clamp(content, kNarrowest, kWidest)) + kPadding);
  }
  if (weights.empty()) {
    return weights;
  }
  const int total = std::max(std::accumulate(weights.begin(), weights.end(), 0), 1);
  int given = 0;
  for (int& weight : weights) {
    weight = weight * kWhole / total;
    given += weight;
  }
  weights.back() += kWhole - given;
  return weights;
}

std::size_t GroupEnd(const Table& table, std::size_t column) {
  const std::string& group = table.columns[column].group;
  std::size_t end = column;
  while (!group.empty() && end + 1 < table.columns.size() &&
         table.columns[end + 1].group == group) {
    ++end;
  }
  return end;
}

}  // namespace luoshi::document
