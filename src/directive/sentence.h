// Cutting a run of text into sentences and clauses; quotes and brackets stay whole. Internal to the
// module.
#pragma once

#include <vector>

#include "directive/scan.h"

namespace luoshi::directive {

// Sentences of [begin, end) with their end marks; blanks around are left out. A sentence is at most
// 2,000 characters: a text without punctuation is cut there.
std::vector<Span> CutSentences(Text text, std::size_t begin, std::size_t end);

// Clauses of a sentence without the marks between them: cut at ， and ：.
std::vector<Span> CutClauses(Text text, std::size_t begin, std::size_t end);

}  // namespace luoshi::directive
