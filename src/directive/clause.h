// A sentence taken apart: what each of its clauses asks, of whom, and by when. Internal to the
// module.
#pragma once

#include <optional>
#include <vector>

#include "directive/amount.h"
#include "directive/deadline.h"
#include "directive/doer.h"
#include "directive/line_guess.h"
#include "directive/scan.h"

namespace luoshi::directive {

struct Clause {
  Span span;
  bool modal = false;
  bool past = false;
  bool declined = false;
  int begins = 0;      // with a verb of this weight, subject and modal aside
  bool means = false;  // says only how or to what
  bool brief = false;  // the act is a bare verb: 6月底前开工
  int action = 0;      // the heaviest verb
  int slogan = 0;
  LineGuess guess;
  FoundOwners found;
  std::optional<FoundDeadline> deadline;
};

struct Sentence {
  Span span;
  Stretch stretch;
  std::vector<Clause> clauses;
  std::vector<Amount> amounts;
  bool asks = false;  // a question
};

// A group of clauses that are one act.
using ClauseGroup = std::vector<const Clause*>;

// REQUIRES: span is not empty; hits are those of span in text
Sentence TakeSentence(
    Text text, Span span, Hits hits, const std::vector<KnownUnit>& units, const Anchor& anchor);

// The words of a clause's term that no title needs, with 于 or 在 before them. 按时, 立即 stay:
// they say how, not when.
Span TermOf(Text text, const Clause& clause);

// The clause in which a place lies; nullptr between clauses.
const Clause* ClauseAt(const Sentence& sentence, std::size_t at);

// The amount is so already, and not to be reached.
bool IsReached(const Amount& amount, const Clause& clause);

// The sentence speaks of what was, wherever it stands: praise, history, a problem.
bool SpeaksOfThePast(const Sentence& sentence);

// The clause that says best what is to be done. REQUIRES: group is not empty
const Clause& MainClause(const ClauseGroup& group);

// Instructs without 要: a doer is named, or the sentence begins with the act, or, in a section of
// duties, a goal is stated. REQUIRES: group is not empty
bool ActsAtOnce(const Sentence& sentence, const ClauseGroup& group, bool duty);

}  // namespace luoshi::directive
