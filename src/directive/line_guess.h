// Which line of work words point to. Internal to the module.
#pragma once

#include <array>
#include <optional>

#include "directive/scan.h"

namespace luoshi::directive {

inline constexpr int kLineWeight = 3;  // so sure must the words be of a line of work

struct LineGuess {
  std::optional<std::uint16_t> line;  // into LinesOfWork()
  int weight = 0;
};

using LineWeights = std::array<int, 64>;

// Adds how much the words of a span point to each line. A word inside a longer one of the same line
// counts once.
void AddWeights(const Hits& hits, Span span, int factor, LineWeights& out);
LineGuess Heaviest(const LineWeights& weights);
LineGuess GuessIn(const Hits& hits, Span span);

}  // namespace luoshi::directive
