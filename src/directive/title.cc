#include "directive/title.h"

namespace luoshi::directive {
namespace {

// The title is built as a list of places, so that parts can be left out of the middle.
using Places = std::vector<std::size_t>;

std::size_t VerbEnd(const Stretch& stretch, Span clause, std::size_t at) {
  while (const Hit* verb = LongestAt(stretch.hits, WordKind::kAction, at, clause.end)) {
    at = verb->end;
  }
  return at;
}

}  // namespace

std::size_t SkipToAct(const Stretch& stretch, Span clause, std::size_t subject_end, Span deadline) {
  const Text text = stretch.text;
  std::size_t at = std::max(clause.begin, std::min(subject_end, clause.end));
  for (bool again = true; again && at < clause.end;) {
    const std::size_t start = at;
    at = SkipBlanks(text, at, clause.end);
    while (at < clause.end && OneOf(text[at], U",、:)")) {
      ++at;
    }
    if (at >= deadline.begin && at < deadline.end) {
      at = deadline.end;
    }
    for (const WordKind kind : {WordKind::kModal, WordKind::kAdverb, WordKind::kCollective}) {
      const Hit* mask = LongestAt(stretch.hits, WordKind::kMask, at, clause.end);
      const Hit* hit = LongestAt(stretch.hits, kind, at, clause.end);
      if (hit != nullptr && (mask == nullptr || mask->end <= hit->end) && hit->end < clause.end) {
        at = hit->end;
      }
    }
    again = at != start;
  }
  return at;
}

std::string TitleOf(
    const Stretch& stretch, Text original, Span clause, std::size_t subject_end, Span deadline) {
  const Text text = stretch.text;
  const std::size_t begin = SkipToAct(stretch, clause, subject_end, deadline);
  Places kept;
  std::size_t round = 0;
  for (std::size_t at = begin; at < clause.end && kept.size() < 400; ++at) {
    const char32_t c = text[at];
    if (c == U'(') {
      const std::size_t close = text.substr(at, clause.end - at).find(U')');
      round = close == Text::npos ? round : at + close + 1;
    }
    const bool term = at >= deadline.begin && at < deadline.end;
    if (at >= round && !term && c != U'\n' && c != U'\r' && c != U'\t') {
      kept.push_back(at);
    }
  }
  while (!kept.empty() && (IsBlank(text[kept.back()]) || OneOf(text[kept.back()], U"。;!?,、:."))) {
    kept.pop_back();
  }
  if (kept.size() > kMaxTitle) {
    // verb + what stands behind the last 的: 编制覆盖各村、管用几年的防汛预案 → 编制防汛预案
    const std::size_t verb = VerbEnd(stretch, clause, begin);
    for (std::size_t i = kept.size(); i-- > 0 && verb > begin;) {
      if (text[kept[i]] != U'的' || kept[i] <= verb || kept.size() - i - 1 < 3) {
        continue;
      }
      const std::size_t head = verb - begin;
      if (head + kept.size() - i - 1 <= kMaxTitle && head < i) {
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(head),
                   kept.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        break;
      }
    }
  }
  if (kept.size() > kMaxTitle) {
    std::size_t cut = kMaxTitle;
    for (std::size_t i = kMaxTitle; i > kMaxTitle / 2; --i) {
      if (OneOf(text[kept[i]], U"、和及并,或以")) {
        cut = i;
        break;
      }
    }
    kept.resize(cut);
    while (!kept.empty() && OneOf(text[kept.back()], U"、和及与的并,")) {
      kept.pop_back();
    }
  }
  std::u32string out;
  std::size_t quotes = 0;
  for (const std::size_t at : kept) {
    quotes += text[at] == U'"' || text[at] == U'“' || text[at] == U'”' ? 1U : 0U;
    out.push_back(original[at]);
  }
  if (quotes % 2 == 1) {  // a quote that was cut in two
    out.erase(std::remove_if(out.begin(), out.end(),
                             [](char32_t c) { return c == U'"' || c == U'“' || c == U'”'; }),
              out.end());
  }
  return FromCodePoints(out);
}

std::string TopicOf(Text heading) {
  std::size_t begin = 0;
  std::size_t end = heading.size();
  for (const Text head : {Text(U"关于"), Text(U"又比如"), Text(U"再比如"), Text(U"比如"),
                          Text(U"例如"), Text(U"在"), Text(U"对于")}) {
    if (StartsAt(heading, begin, head)) {
      begin += head.size();
      break;
    }
  }
  for (const Text tail : {Text(U"方面"), Text(U"工作")}) {
    if (EndsAt(heading, end, tail) && end - tail.size() > begin + 1) {
      end -= tail.size();
    }
  }
  return FromCodePoints(heading.substr(begin, end - begin));
}

}  // namespace luoshi::directive
