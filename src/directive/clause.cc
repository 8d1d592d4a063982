#include "directive/clause.h"

#include "directive/sentence.h"
#include "directive/title.h"

namespace luoshi::directive {
namespace {

bool Masked(const Hits& hits, const Hit& modal) {
  for (auto hit = FirstHit(hits, modal.begin); hit != hits.end() && hit->begin == modal.begin;
       ++hit) {
    if (hit->word.kind == WordKind::kMask && hit->end > modal.end) {
      return true;
    }
  }
  return false;
}

// Behind the modal only: in 排查成果要用好 排查 is a noun.
int HeaviestVerb(const Hits& hits, Span span, std::size_t from) {
  int most = 0;
  for (auto hit = FirstHit(hits, from); hit != hits.end() && hit->begin < span.end; ++hit) {
    if (hit->word.kind == WordKind::kAction && hit->end <= span.end) {
      most = std::max<int>(most, hit->word.weight);
    }
  }
  return most;
}

std::size_t FrontOf(const Stretch& stretch, const Clause& clause) {
  return SkipToAct(stretch, clause.span, clause.found.subject_end, TermOf(stretch.text, clause));
}

// The verb a clause begins with, its subject, modal and adverbs aside.
const Hit* FrontVerb(const Stretch& stretch, const Clause& clause, std::size_t modal_end) {
  const std::size_t subject_end = std::max(clause.found.subject_end, modal_end);
  return LongestAt(stretch.hits, WordKind::kAction,
                   SkipToAct(stretch, clause.span, subject_end, TermOf(stretch.text, clause)),
                   clause.span.end);
}

// 通过…渠道, 以…为抓手, 对排查出的隐患: how or to what; the act stands in another clause.
bool IsMeans(const Stretch& stretch, const Clause& clause) {
  const std::size_t at = FrontOf(stretch, clause);
  const Text rest = stretch.text.substr(at, clause.span.end - at);
  for (const Text word :
       {Text(U"通过"), Text(U"以"), Text(U"按照"), Text(U"结合"), Text(U"围绕"), Text(U"根据"),
        Text(U"针对"), Text(U"聚焦"), Text(U"依托"), Text(U"立足")}) {
    if (StartsAt(rest, 0, word)) {
      return true;
    }
  }
  return StartsAt(rest, 0, U"对") && !clause.modal && rest.find(U"进行") == Text::npos &&
         rest.find(U"开展") == Text::npos && rest.find(U"予以") == Text::npos;
}

Clause TakeClause(const Sentence& sentence,
                  Span span,
                  const std::vector<KnownUnit>& units,
                  const Anchor& anchor) {
  const Hits& hits = sentence.stretch.hits;
  Clause out;
  out.span = span;
  std::size_t masked = span.begin;
  std::size_t modal_end = span.begin;
  for (auto hit = FirstHit(hits, span.begin); hit != hits.end() && hit->begin < span.end; ++hit) {
    if (hit->end > span.end) {
      continue;
    }
    if (hit->word.kind == WordKind::kMask) {
      masked = std::max<std::size_t>(masked, hit->end);
    } else if (hit->word.kind == WordKind::kModal && hit->begin >= masked) {
      if (!Masked(hits, *hit)) {
        out.modal = true;
        modal_end = hit->end;
      }
    } else if (hit->word.kind == WordKind::kSlogan) {
      out.slogan += hit->word.weight;
    } else if (hit->word.kind == WordKind::kPast || hit->word.kind == WordKind::kProblem) {
      out.past = true;
    }
  }
  out.deadline = FindDeadline(sentence.stretch, span.begin, span.end, anchor);
  out.found = FindOwners(sentence.stretch, span.begin, span.end, units);
  out.guess = GuessIn(hits, Span{std::max(span.begin, out.found.subject_end), span.end});
  out.action = HeaviestVerb(hits, span, modal_end);
  const Hit* front = FrontVerb(sentence.stretch, out, modal_end);
  out.begins = front == nullptr ? 0 : front->word.weight;
  out.brief = span.end - FrontOf(sentence.stretch, out) <= 3;
  out.means = out.begins == 0 && IsMeans(sentence.stretch, out);
  if (out.means) {
    out.action = 0;
  }
  return out;
}

}  // namespace

Sentence TakeSentence(
    Text text, Span span, Hits hits, const std::vector<KnownUnit>& units, const Anchor& anchor) {
  Sentence out;
  out.span = span;
  out.stretch = Stretch{text, span.begin, span.end, std::move(hits)};
  out.amounts = FindAmounts(out.stretch, span.begin, span.end);
  const Text whole = text.substr(span.begin, span.end - span.begin);
  out.asks = OneOf(whole.back(), U"?") || whole.find(U"是否") != Text::npos ||
             StartsAt(whole, 0, U"如何") || whole.find(U"破解的难题") != Text::npos;
  for (const Span& part : CutClauses(text, span.begin, span.end)) {
    out.clauses.push_back(TakeClause(out, part, units, anchor));
  }
  return out;
}

Span TermOf(Text text, const Clause& clause) {
  if (!clause.deadline) {
    return {};
  }
  const FoundDeadline& term = *clause.deadline;
  if (!term.date && !OneOf(text[term.end - 1], U"前内底末")) {
    return {};
  }
  const bool tied = term.begin > clause.span.begin && OneOf(text[term.begin - 1], U"于在到至");
  return Span{term.begin - (tied ? 1U : 0U), term.end};
}

const Clause* ClauseAt(const Sentence& sentence, std::size_t at) {
  for (const Clause& clause : sentence.clauses) {
    if (at >= clause.span.begin && at < clause.span.end) {
      return &clause;
    }
  }
  return nullptr;
}

bool IsReached(const Amount& amount, const Clause& clause) {
  return amount.reached || (clause.past && !clause.modal);
}

bool SpeaksOfThePast(const Sentence& sentence) {
  bool modal = false;
  bool past = false;
  bool owned = false;
  for (const Clause& clause : sentence.clauses) {
    modal = modal || clause.modal;
    past = past || clause.past;
    owned = owned || !clause.found.owners.empty();
  }
  const Clause& first = sentence.clauses.front();
  if (past && (!modal || (first.past && !first.modal && !owned))) {
    return true;
  }
  return !modal && LongestAt(sentence.stretch.hits, WordKind::kSectionPast, sentence.span.begin,
                             sentence.span.end) != nullptr;
}

const Clause& MainClause(const ClauseGroup& group) {
  const Clause* best = group.front();
  int most = -100;
  for (const Clause* clause : group) {
    const int points = clause->action + clause->begins * 2 + std::min(clause->guess.weight, 5) -
                       clause->slogan * 3 - (clause->past ? 4 : 0) + (clause->modal ? 2 : 0) -
                       (clause->means ? 6 : 0) - (clause->brief ? 6 : 0);
    if (points > most) {
      most = points;
      best = clause;
    }
  }
  return *best;
}

bool ActsAtOnce(const Sentence& sentence, const ClauseGroup& group, bool duty) {
  for (const Clause* clause : group) {
    if (clause->slogan >= 3) {
      return false;  // 任务重、要求高
    }
  }
  for (const Clause* clause : group) {
    if (!clause->found.owners.empty()) {
      return true;
    }
  }
  const Clause& clause = *group.front();
  for (const Clause* one : group) {
    if (duty && !sentence.amounts.empty() && one->action >= 2) {
      return true;
    }
  }
  const std::size_t at = FrontOf(sentence.stretch, clause);
  const Hit* action = LongestAt(sentence.stretch.hits, WordKind::kAction, at, clause.span.end);
  const int least = duty ? 2 : 3;
  const bool term =
      clause.deadline && clause.deadline->begin == clause.span.begin && clause.action >= 3;
  return term || (action != nullptr && action->word.weight >= least &&
                  !StartsAt(sentence.stretch.text, action->end, U"了"));
}

}  // namespace luoshi::directive
