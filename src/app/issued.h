// Figures as a bulletin issued them, beside what is known of the same day now: 较上期 compares with
// what was printed, and says where late rows changed it since.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/app.h"

namespace luoshi::app {

// One row of the frozen figures, as FiguresToJson wrote it.
struct IssuedFigure {
  std::string indicator;  // "pack.name"
  UnitId unit = kNoUnit;
  bool own = false;  // 本级
  Date as_of;
  std::optional<Date> since;
  std::string period;
  std::string by;
  std::string by_value;
  std::optional<Decimal> numerator;                           // absent: suppressed
  std::vector<std::pair<std::string, Decimal>> denominators;  // by base
  std::optional<Decimal> value;
  std::string definition_version;
  std::map<JurisdictionId, Position> positions;  // the journals it was read at
};

struct SinceIssued {
  IssuedFigure issued;
  // As of the issued day with what is known now; absent when its unit or indicator is gone.
  std::optional<figure::Figure> now;
  bool changed = false;        // numerator or a denominator is another one now
  bool redefined = false;      // counted by another version of the pack since
  std::int64_t late_rows = 0;  // records whose entries after the issue moved it
};

// `frozen` is the array of figures that a bulletin's attachment holds. The answer keeps its order.
// What was suppressed then or is now is neither compared nor counted. kInvalid json.type,
// json.missing, decimal.invalid, date.invalid for what FiguresToJson did not write; kForbidden
// access.figures. Cost: the events since the issue, and one reading of leaves a figure.
Result<std::vector<SinceIssued>> CompareWithIssued(App& app,
                                                   const access::Scope& scope,
                                                   const JsonArray& frozen);

}  // namespace luoshi::app
