#include "directive/line_guess.h"

namespace luoshi::directive {

void AddWeights(const Hits& hits, Span span, int factor, LineWeights& out) {
  std::array<std::uint32_t, 64> covered{};
  for (auto hit = FirstHit(hits, span.begin); hit != hits.end() && hit->begin < span.end; ++hit) {
    if (hit->word.kind != WordKind::kLine || hit->end > span.end) {
      continue;
    }
    const std::size_t line = hit->word.argument;
    if (hit->end <= covered[line]) {
      continue;
    }
    const Hit* longest = &*hit;
    for (auto more = hit; more != hits.end() && more->begin == hit->begin; ++more) {
      if (more->word.kind == WordKind::kLine && more->word.argument == hit->word.argument &&
          more->end <= span.end) {
        longest = &*more;
      }
    }
    covered[line] = longest->end;
    out[line] += factor * longest->word.weight;
  }
}

LineGuess Heaviest(const LineWeights& weights) {
  LineGuess best;
  for (std::size_t line = 0; line < LinesOfWork().size(); ++line) {
    if (weights[line] > best.weight) {
      best.weight = weights[line];
      best.line = static_cast<std::uint16_t>(line);
    }
  }
  return best;
}

LineGuess GuessIn(const Hits& hits, Span span) {
  LineWeights weights{};
  AddWeights(hits, span, 1, weights);
  return Heaviest(weights);
}

}  // namespace luoshi::directive
