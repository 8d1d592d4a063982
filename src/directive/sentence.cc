#include "directive/sentence.h"

namespace luoshi::directive {
namespace {

constexpr std::size_t kMaxSentence = 2000;
constexpr std::size_t kMaxQuote = 60;  // a quote or bracket that does not close by then is not one

// Behind the quote or bracket that opens at `at`; `at` itself when none opens there.
std::size_t SkipQuoted(Text text, std::size_t at, std::size_t end) {
  constexpr Text kOpen = U"“‘「『《【〔(\"";
  constexpr Text kClose = U"”’」』》】〕)\"";
  const std::size_t kind = kOpen.find(text[at]);
  if (kind == Text::npos) {
    return at;
  }
  const std::size_t limit = text[at] == U'(' ? 2 * kMaxQuote : kMaxQuote;
  const std::size_t close = text.substr(at + 1, std::min(limit, end - at - 1)).find(kClose[kind]);
  return close == Text::npos ? at : at + close + 2;
}

bool IsEnd(Text text, std::size_t at, std::size_t end) {
  const char32_t c = text[at];
  if (OneOf(c, U"。!?;")) {
    return true;
  }
  // a half-width full stop: behind Chinese, before a blank, Chinese or the end
  return c == U'.' && at > 0 && IsHan(text[at - 1]) &&
         (at + 1 >= end || IsBlank(text[at + 1]) || IsHan(text[at + 1]));
}

void Push(Text text, std::size_t begin, std::size_t end, std::vector<Span>& out) {
  begin = SkipBlanks(text, begin, end);
  end = DropBlanks(text, begin, end);
  if (begin < end) {
    out.push_back(Span{begin, end});
  }
}

}  // namespace

std::vector<Span> CutSentences(Text text, std::size_t begin, std::size_t end) {
  std::vector<Span> out;
  std::size_t from = begin;
  for (std::size_t at = begin; at < end;) {
    const std::size_t behind = SkipQuoted(text, at, end);
    if (behind > at) {
      at = behind;
      // “……。”各村要…: a sentence that ends inside its quote
      if (at < end && OneOf(text[at - 1], U"”\"") && at >= 2 && OneOf(text[at - 2], U"。!") &&
          at - from > 12) {
        Push(text, from, at, out);
        from = at;
      }
      continue;
    }
    if (IsEnd(text, at, end) || at - from >= kMaxSentence) {
      ++at;
      while (at < end && OneOf(text[at], U"。!?;”’」』)")) {
        ++at;
      }
      Push(text, from, at, out);
      from = at;
      continue;
    }
    ++at;
  }
  Push(text, from, end, out);
  return out;
}

std::vector<Span> CutClauses(Text text, std::size_t begin, std::size_t end) {
  while (end > begin && OneOf(text[end - 1], U"。!?;.,")) {
    --end;
  }
  std::vector<Span> out;
  std::size_t from = begin;
  for (std::size_t at = begin; at < end;) {
    const std::size_t behind = SkipQuoted(text, at, end);
    if (behind > at) {
      at = behind;
      continue;
    }
    const bool thousands = text[at] == U',' && at > begin && at + 1 < end &&
                           IsDigit(text[at - 1]) && IsDigit(text[at + 1]);
    if (OneOf(text[at], U",:。;") && !thousands) {
      Push(text, from, at, out);
      from = at + 1;
    }
    ++at;
  }
  Push(text, from, end, out);
  return out;
}

}  // namespace luoshi::directive
