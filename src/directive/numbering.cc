#include "directive/numbering.h"

#include <array>

namespace luoshi::directive {
namespace {

constexpr Text kNumerals = U"一二三四五六七八九十";

int HanNumeral(Text text, std::size_t at, std::size_t& size) {
  size = 0;
  while (size < 3 && at + size < text.size() && OneOf(text[at + size], kNumerals)) {
    ++size;
  }
  if (size == 0) {
    return 0;
  }
  return static_cast<int>(ParseChineseInteger(FromCodePoints(text.substr(at, size))).value_or(0));
}

int DigitNumeral(Text text, std::size_t at, std::size_t& size) {
  size = 0;
  int value = 0;
  while (size < 2 && at + size < text.size() && IsDigit(text[at + size])) {
    value = value * 10 + static_cast<int>(text[at + size] - U'0');
    ++size;
  }
  return value;
}

std::optional<Marker> NamedMarker(Text text, std::size_t at) {
  struct Name {
    Text word;
    int ordinal;
  };
  constexpr std::array<Name, 6> kNames = {
      {{U"首先,", 1}, {U"其次,", 2}, {U"再次,", 3}, {U"再者,", 3}, {U"最后,", 9}, {U"其一,", 1}}};
  for (const Name& name : kNames) {
    if (StartsAt(text, at, name.word)) {
      return Marker{Style::kNth, name.ordinal, name.word.size()};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Marker> MarkerAt(Text text, std::size_t at, bool line_start) {
  if (at >= text.size()) {
    return std::nullopt;
  }
  std::size_t size = 0;
  const char32_t c = text[at];
  const auto next = [&text](std::size_t place) { return place < text.size() ? text[place] : 0; };
  if (OneOf(c, kNumerals)) {
    const int value = HanNumeral(text, at, size);
    const char32_t after = next(at + size);
    if (value > 0 && after == U'、') {
      return Marker{Style::kHan, value, size + 1};
    }
    if (value > 0 && line_start && (after == U'.' || after == U'．')) {
      return Marker{Style::kHan, value, size + 1};
    }
    if (value > 0 && value < 20 && after == U'是' && next(at + size + 1) != U'一') {
      return Marker{Style::kOneIs, value, size + 1};
    }
    if (value > 0 && value < 20 && after == U'要') {
      return Marker{Style::kOneMust, value, size};  // 要 stays: it is the modal of the sentence
    }
    return std::nullopt;
  }
  if (c == U'第') {
    const int value = HanNumeral(text, at + 1, size);
    const char32_t after = next(at + 1 + size);
    if (value > 0 && (after == U',' || after == U'、' || after == U':')) {
      return Marker{Style::kNth, value, size + 2};
    }
    return std::nullopt;
  }
  if (c == U'(') {
    int value = HanNumeral(text, at + 1, size);
    if (value > 0 && next(at + 1 + size) == U')') {
      return Marker{Style::kHanRound, value, size + 2};
    }
    value = DigitNumeral(text, at + 1, size);
    if (value > 0 && next(at + 1 + size) == U')') {
      return Marker{Style::kDigitRound, value, size + 2};
    }
    return std::nullopt;
  }
  if (IsDigit(c)) {
    const int value = DigitNumeral(text, at, size);
    const char32_t after = next(at + size);
    if (value > 0 && (after == U'.' || after == U'、' || after == U'．') &&
        !IsDigit(next(at + size + 1))) {
      return Marker{Style::kDigit, value, size + 1};
    }
    if (value > 0 && after == U')') {
      return Marker{Style::kDigitRound, value, size + 1};
    }
    return std::nullopt;
  }
  if (c >= U'①' && c <= U'⑳') {
    return Marker{Style::kCircle, static_cast<int>(c - U'①') + 1, 1};
  }
  if (StartsAt(text, at, U"关于")) {
    const std::size_t stop = text.substr(at, 32).find_first_of(U",。:;\n");
    if (stop != Text::npos && stop > 3 && text[at + stop] != U'\n' && text[at + stop] != U'。') {
      return Marker{Style::kAbout, 0, 0};
    }
    return std::nullopt;
  }
  return NamedMarker(text, at);
}

}  // namespace luoshi::directive
