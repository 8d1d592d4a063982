// Which clauses of a sentence ask for what is not taken on. Internal to the module.
#pragma once

#include <vector>

#include "directive/clause.h"

namespace luoshi::directive {

struct Refusal {
  Span span;
  std::uint16_t reason = 0;  // into Reasons()
};

// Marks those clauses, and says where and why, in the order of the text.
std::vector<Refusal> MarkDeclined(Sentence& sentence, const Lexicon& lexicon);

}  // namespace luoshi::directive
