// Every figure explains itself: definition, numerator and denominator, the rows it was made of as
// far as the reader may open them, and a count of the rest (invariant 5).
#pragma once

#include <string>
#include <vector>

#include "app/app.h"

namespace luoshi::app {

struct ExplainQuery {
  std::string indicator;  // "pack.name"
  UnitId unit = kNoUnit;
  bool own = false;  // 本级 only
  Date as_of;
  std::optional<Date> known_at;
  std::optional<std::string> period;
  std::size_t limit = 1'000;  // rows given in full; all are counted
};

struct ExplainedRow {
  RecordId record;
  JurisdictionId jurisdiction{};
  std::string title;  // masked where personal
  UnitId region = kNoUnit;
  std::string state;
  Decimal numerator;
  std::vector<Decimal> denominators;  // in the order of the indicator's bases
  bool not_filled = false;
  Date changed_on;  // of the last change that counts by then
  std::string changed_by;
};

struct Explanation {
  figure::Figure figure;
  std::vector<ExplainedRow> rows;  // those that contribute or are not filled in
  // All of them, shown or not, and of these the rows the reader may not open. Absent when the
  // figure is suppressed, which then has no rows either: how many there are would be the number
  // kept back.
  std::optional<std::int64_t> contributing;
  std::optional<std::int64_t> closed;
  std::map<JurisdictionId, Position> positions;  // journal heads it was read at
};

// kForbidden access.figures, and what figure::Compute says. Cost: the rows of the unit.
Result<Explanation> Explain(App& app, const access::Scope& scope, const ExplainQuery& query);

}  // namespace luoshi::app
