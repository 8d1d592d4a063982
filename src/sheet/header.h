// Where a table begins: its header of one to four lines, merged or not, below titles.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/sheet_reader.h"
#include "sheet/line.h"

namespace luoshi::sheet {

struct Column {
  int column = 0;                  // 0 is A
  std::vector<std::string> title;  // from the top header line down; empty: data without a heading
  bool hidden = false;
};

// 应缴 + 人数 → 应缴人数: the levels of a title in one text.
std::string JoinedTitle(const Column& column);

struct Header {
  std::vector<int> rows;        // 1-based; empty: the table has none
  std::vector<Column> columns;  // with a title, in order
  std::size_t data = 0;         // index in `head` of the first line below it
  std::size_t titles = 0;       // how many lines of `head` stand above it
};

// What a heading can be beyond the words everybody uses: a field's title, a mapping remembered.
using IsHeading = std::function<bool(std::string_view)>;

// How many lines from the top a header is looked for in.
inline constexpr std::size_t kHeadLines = 60;

// nullopt when no line reads like a header. `merged` in any order.
std::optional<Header> FindHeader(std::span<const Line> head,
                                 const std::vector<document::MergedRange>& merged,
                                 const IsHeading& is_heading);

// Labels only, several of them known: alone it may be a header.
bool ReadsLikeHeader(const Line& line, const IsHeading& is_heading);

// 1 2 3 4, 甲 乙 1 2: the line of column numbers that printed forms have below their header.
bool IsNumberLine(const Line& line, std::size_t columns);

// Not a number, day, id, sentence or 填表人：张三.
bool IsLabel(const document::SheetCell& cell);

}  // namespace luoshi::sheet
