// The structure of a text: title, headings at every level, items and table rows; what belongs to
// the web page and not to the text is left out. Internal to the module.
#pragma once

#include <optional>
#include <vector>

#include "directive/scan.h"

namespace luoshi::directive {

// What kind of talk a part of the text is; inherited from the headings above.
enum class Section : std::uint8_t { kPlain, kPast, kProblem, kStudy, kDuty };

struct Heading {
  Span span;  // without its number
  Section section = Section::kPlain;
};

// Cells of a table row by what their column says; an empty span where there is no such column.
struct TableRow {
  Span task, lead, assist, deadline, target;
};

// A run of sentences under one path.
struct Item {
  Span span;
  std::vector<std::uint32_t> path;  // into Layout::headings, outer to inner; at most 8
  Section section = Section::kPlain;
  std::optional<TableRow> row;
  bool message = false;  // what one person wrote in a chat
};

struct Layout {
  Span title;  // empty when there is none
  std::vector<Heading> headings;
  std::vector<Item> items;
  std::vector<Span> edges;  // lines that may date the text: title, web boilerplate, date lines
};

Layout ReadLayout(Text text, const WordTree& words);

}  // namespace luoshi::directive
