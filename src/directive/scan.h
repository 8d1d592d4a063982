// A stretch of the folded text with the words found in it, and small questions about it. Internal
// to the module.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "directive/lexicon.h"
#include "directive/reader.h"

namespace luoshi::directive {

using Text = std::u32string_view;

// The words found in a stretch, by begin and then by length, with an answer in one step to "which
// kinds begin here": most places of a text begin nothing.
class Hits {
 public:
  Hits() = default;
  Hits(std::vector<Hit> list, std::size_t begin, std::size_t end);
  std::vector<Hit>::const_iterator begin() const { return list_.begin(); }
  std::vector<Hit>::const_iterator end() const { return list_.end(); }
  // The first hit at or behind `at`.
  std::vector<Hit>::const_iterator From(std::size_t at) const {
    const std::size_t place = at <= begin_ ? 0 : std::min(at - begin_, first_.size());
    return place < first_.size() ? list_.begin() + first_[place] : list_.end();
  }
  bool Begins(WordKind kind, std::size_t at) const {
    return at >= begin_ && at - begin_ < kinds_.size() &&
           ((kinds_[at - begin_] >> static_cast<unsigned>(kind)) & 1U) != 0;
  }

 private:
  std::vector<Hit> list_;
  std::size_t begin_ = 0;
  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> kinds_;  // a bit a WordKind
};
static_assert(static_cast<unsigned>(WordKind::kDeclined) < 32);

inline Hits::Hits(std::vector<Hit> list, std::size_t begin, std::size_t end)
    : list_(std::move(list)), begin_(begin), first_(end - begin), kinds_(end - begin) {
  std::size_t next = list_.size();
  for (std::size_t place = end - begin; place-- > 0;) {
    while (next > 0 && list_[next - 1].begin >= begin + place) {
      --next;
      kinds_[place] |= 1U << static_cast<unsigned>(list_[next].word.kind);
    }
    first_[place] = static_cast<std::uint32_t>(next);
  }
}

struct Stretch {
  Text text;  // the whole folded text; places count from its start
  std::size_t begin = 0;
  std::size_t end = 0;
  Hits hits;
};

inline bool StartsAt(Text text, std::size_t at, Text word) {
  return at <= text.size() && text.substr(at, word.size()) == word;
}
inline bool EndsAt(Text text, std::size_t at, Text word) {
  return at >= word.size() && text.substr(at - word.size(), word.size()) == word;
}
inline bool OneOf(char32_t c, Text set) { return set.find(c) != Text::npos; }
inline bool IsBlank(char32_t c) { return c == U' ' || c == U'\t' || c == U'\r' || c == U'\n'; }
inline bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
inline bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == U'〇' || c >= 0x20000;
}
inline bool IsQuote(char32_t c) { return OneOf(c, U"\"“”‘’「」『』"); }

inline std::size_t SkipBlanks(Text text, std::size_t at, std::size_t end) {
  while (at < end && IsBlank(text[at])) {
    ++at;
  }
  return at;
}
inline std::size_t DropBlanks(Text text, std::size_t begin, std::size_t end) {
  while (end > begin && IsBlank(text[end - 1])) {
    --end;
  }
  return end;
}

inline std::vector<Hit>::const_iterator FirstHit(const Hits& hits, std::size_t at) {
  return hits.From(at);
}

// The longest word of a kind that begins exactly at `at` and ends by `end`; nullptr if none does.
inline const Hit* LongestAt(const Hits& hits, WordKind kind, std::size_t at, std::size_t end) {
  if (!hits.Begins(kind, at)) {
    return nullptr;
  }
  const Hit* best = nullptr;
  for (auto hit = FirstHit(hits, at); hit != hits.end() && hit->begin == at; ++hit) {
    if (hit->word.kind == kind && hit->end <= end && (best == nullptr || hit->end > best->end)) {
      best = &*hit;
    }
  }
  return best;
}

// The first word of a kind inside [begin, end); nullptr if there is none.
inline const Hit* FirstInside(const Hits& hits, WordKind kind, std::size_t begin, std::size_t end) {
  for (auto hit = FirstHit(hits, begin); hit != hits.end() && hit->begin < end; ++hit) {
    if (hit->word.kind == kind && hit->end <= end) {
      return &*hit;
    }
  }
  return nullptr;
}

inline int CountInside(const Hits& hits, WordKind kind, std::size_t begin, std::size_t end) {
  int count = 0;
  for (auto hit = FirstHit(hits, begin); hit != hits.end() && hit->begin < end; ++hit) {
    count += hit->word.kind == kind && hit->end <= end ? hit->word.weight : 0;
  }
  return count;
}

}  // namespace luoshi::directive
