// Figures 指标值: an indicator's value for a unit as of a day, from leaf cells
// (docs/formats/cell.md).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "figure/forecast.h"
#include "figure/plan.h"
#include "root/directory.h"
#include "storage/store.h"

namespace luoshi::figure {

class Sums;

enum class Axis { kRegion, kResponsible };

// Another day a figure is held against: see compare.h.
enum class Against { kPreviousDay, kWeekStart, kMonthStart, kLastYear };
// By name or title. nullopt: none of them.
std::optional<Against> ParseAgainst(std::string_view text);
std::string_view AgainstName(Against against);   // previous_day, week_start, month_start, last_year
std::string_view AgainstTitle(Against against);  // 较上日, 本周以来, 较上月末, 同比

struct Query {
  UnitId unit = kNoUnit;
  // Rows: the units of this level below `unit`, and 本级 for the rest. Absent: the level below. The
  // unit's own level: one row, the unit as a whole.
  std::optional<UnitLevel> level;
  Date as_of;
  std::optional<Date> since;          // numerators become what was added after this day
  std::optional<Date> known_at;       // without what became known after this day
  std::optional<std::string> period;  // absent: the one each indicator stands in on `as_of`
  std::string by;  // "" or a field of Indicator::by: a row for each of its values
  std::vector<std::string> indicators;  // "pack.name"; empty: all
  Axis axis = Axis::kRegion;
  std::optional<Date> boundary;    // the tree of which day; absent: of `as_of`
  std::optional<Against> against;  // fills Figure::comparison
  bool forecast = false;           // fills Figure::forecast
  bool published = false;  // for a paper that leaves the house: nobody's right to open rows counts
};

enum class State { kOnTrack, kBehind, kOverdue, kNotRated };
std::string_view StateName(State state);   // "on_track"
std::string_view StateTitle(State state);  // 正常, 滞后, 逾期, 不参评

struct BaseFigure {
  std::string base;
  Decimal denominator;           // 0 when suppressed
  std::optional<Decimal> value;  // absent at denominator 0
  bool suppressed = false;       // with 应缴 beside it 愿缴 would tell a small number
};

// What a paper says: last year's, a superior's. It stands beside what is computed and is never
// added to it.
struct Stated {
  Decimal value;
  std::optional<Decimal> numerator;
  std::optional<Decimal> denominator;
  Date day;            // as of which it was stated
  std::string source;  // the paper: 镇发〔2025〕12号
};

// The figure as of an earlier day. Numbers are absent where nothing was to be counted then, where
// they are suppressed, and where the units are not the same (不可比).
struct Comparison {
  Against against{};
  Date day;
  std::string period;
  std::optional<Decimal> numerator;
  std::optional<Decimal> value;
  std::optional<Decimal> numerator_change;  // now − then
  std::optional<Decimal> value_change;      // of rates in percentage points
  std::optional<Stated> stated;             // what a paper says of that time
};

struct Figure {
  const rules::Pack* pack = nullptr;
  const rules::Indicator* indicator = nullptr;
  UnitId unit = kNoUnit;
  bool own = false;  // 本级: what `unit` holds itself
  Date as_of;
  std::optional<Date> since;
  std::string period;
  std::string by;                    // field of the breakdown; "" when there is none
  std::string by_value;              // its value; "" = not filled in
  std::optional<Decimal> numerator;  // absent when suppressed
  std::vector<BaseFigure> bases;     // first the primary one; empty for plain amounts
  std::optional<Decimal> value;      // of the primary base, in the indicator's unit of measure
  std::int64_t not_filled = 0;       // 未填: records on which a measure of it is unknown
  std::optional<Target> target;
  std::optional<Decimal> planned;
  std::optional<Decimal> gap;             // in the indicator's gap unit; never below 0
  std::optional<Decimal> needed_per_day;  // of the gap, on each working day that is left
  std::optional<Decimal> ahead;  // 序时进度差: value of the binding base − planned, in points
  std::optional<Forecast> forecast;
  std::optional<Comparison> comparison;
  std::optional<Stated> stated;  // what a paper says of this period, by then
  State state = State::kNotRated;
  bool suppressed = false;  // 少于5
  bool comparable = true;   // false: 不可比 in this boundary version
};

// The base that targets, plans and rankings bind to; nullptr for plain amounts.
const BaseFigure* BindingBase(const Figure& figure);
// numerator ÷ denominator in the indicator's unit of measure; nullopt at denominator 0.
std::optional<Decimal> Ratio(const rules::Indicator& indicator,
                             const Decimal& numerator,
                             const Decimal& denominator);

// The rest of the world as figures need it.
struct Surroundings {
  const root::Directory* directory = nullptr;
  // Targets that tasks set; nullopt: the pack's own.
  std::function<std::optional<Target>(
      const rules::Pack&, const rules::Indicator&, UnitId, const std::string& period)>
      target_of;
  // What a paper stated for a period, the last by `day`; may be empty.
  std::function<std::optional<Stated>(
      const rules::Pack&, const rules::Indicator&, UnitId, const std::string& period, Date day)>
      stated_of;
  // Whether the reader may open the rows behind a unit's figure (small numbers).
  std::function<bool(UnitId, std::string_view pack)> may_open;
  // Totals in memory, which answer for today; absent: storage answers everything.
  Sums* sums = nullptr;
  storage::Store* store = nullptr;  // with `sums`
  Date today;                       // with `sums`
};

// kNotFound unit.unknown, indicator.unknown; kInvalid figure.by. Rows in the order of the tree,
// indicators in the order asked for.
Result<std::vector<Figure>> Compute(storage::Tx& tx,
                                    const Surroundings& around,
                                    const Query& query);

// The value of `field` in a cell's breakdown "a=1;b=2"; "" when it is not filled in.
std::string_view BreakdownValue(std::string_view breakdown, std::string_view field);

// Places inside one peer class; ties share a place and the next one is skipped (1, 2, 2, 4).
// Figures without a value are 不参评: no place.
struct Ranked {
  const Figure* figure = nullptr;
  std::string peer_class;
  std::optional<int> place;
};
std::vector<Ranked> Rank(const std::vector<Figure>& figures, const root::Directory& directory);

}  // namespace luoshi::figure
