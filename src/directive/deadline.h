// Dates and terms in a text, worked out against the text's own date. Internal to the module.
#pragma once

#include <optional>

#include "directive/scan.h"

namespace luoshi::directive {

// What is known of the day the text speaks from; parts that are not known are absent.
struct Anchor {
  std::optional<int> year;
  std::optional<int> month;
  std::optional<Date> day;
};

struct FoundDeadline {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<Date> date;
};

// The term a stretch sets: the first that names a day, else the first that names none.
// [begin, end) lies in the stretch.
std::optional<FoundDeadline> FindDeadline(const Stretch& stretch,
                                          std::size_t begin,
                                          std::size_t end,
                                          const Anchor& anchor);

// The anchor of a text from lines that may date it (in order of trust: a line that is a date, then
// the first that holds one). `title` may give a year.
Anchor FindAnchor(Text text, const std::vector<Span>& edges, Span title);

}  // namespace luoshi::directive
