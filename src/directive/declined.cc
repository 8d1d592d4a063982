#include "directive/declined.h"

namespace luoshi::directive {
namespace {

// One entry a reason and place: what touches an entry of the same reason widens it.
void Note(Span span, std::uint16_t reason, std::vector<Refusal>& out) {
  for (Refusal& known : out) {
    if (known.reason == reason && span.begin <= known.span.end + 1 &&
        known.span.begin <= span.end + 1) {
      known.span.begin = std::min(known.span.begin, span.begin);
      known.span.end = std::max(known.span.end, span.end);
      return;
    }
  }
  for (const Refusal& known : out) {
    if (known.span.begin <= span.begin && span.end <= known.span.end) {
      return;  // the same words are declined already
    }
  }
  out.push_back(Refusal{span, reason});
}

}  // namespace

std::vector<Refusal> MarkDeclined(Sentence& sentence, const Lexicon& lexicon) {
  std::vector<Refusal> out;
  std::vector<const Hit*> words;
  for (const Hit& hit : sentence.stretch.hits) {
    if (hit.word.kind == WordKind::kDeclined) {
      words.push_back(&hit);
    }
  }
  if (words.empty()) {
    return out;
  }
  const auto find = [&words](std::uint16_t id) {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [id](const Hit* hit) { return hit->word.argument == id; });
    return found == words.end() ? nullptr : *found;
  };
  for (const DeclinedPattern& pattern : lexicon.declined()) {
    std::size_t from = sentence.span.end;
    std::size_t to = sentence.span.begin;
    bool all = true;
    for (const std::uint16_t id : pattern.words) {
      const Hit* hit = find(id);
      all = all && hit != nullptr;
      if (hit != nullptr) {
        from = std::min<std::size_t>(from, hit->begin);
        to = std::max<std::size_t>(to, hit->end);
      }
    }
    const bool excused = std::any_of(pattern.without.begin(), pattern.without.end(),
                                     [&find](std::uint16_t id) { return find(id) != nullptr; });
    if (!all || excused) {
      continue;
    }
    Span span{from, to};
    for (Clause& clause : sentence.clauses) {
      if (clause.span.begin < to && clause.span.end > from) {
        clause.declined = true;
        span.begin = std::min(span.begin, clause.span.begin);
        span.end = std::max(span.end, clause.span.end);
      }
    }
    Note(span, pattern.reason, out);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Refusal& a, const Refusal& b) { return a.span.begin < b.span.begin; });
  return out;
}

}  // namespace luoshi::directive
