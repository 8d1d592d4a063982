// The numbers that head items: 一、 （一） 1. （1） ① 第一， 首先， 一是 一要 关于…. Internal to
// the module.
#pragma once

#include <optional>

#include "directive/scan.h"

namespace luoshi::directive {

// Outer to inner where a text numbers as it should. Where it does not, a style already in use
// keeps its level.
enum class Style : std::uint8_t {
  kHan,         // 一、
  kHanRound,    // （一）
  kNth,         // 第一，首先，
  kPlainLine,   // a short line without a number
  kDigit,       // 1. 1、
  kDigitRound,  // （1） 1）
  kCircle,      // ①
  kOneMust,     // 一要
  kOneIs,       // 一是
  kAbout,       // 关于…
};

struct Marker {
  Style style = Style::kHan;
  int ordinal = 0;
  std::size_t size = 0;  // code points of the number itself
};

// The number that begins at `at`; `line_start` allows the styles that are too common inside lines.
std::optional<Marker> MarkerAt(Text text, std::size_t at, bool line_start);

}  // namespace luoshi::directive
