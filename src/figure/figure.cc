#include "figure/figure.h"

#include <algorithm>

#include "storage/cell_table.h"

namespace luoshi::figure {
namespace {

constexpr std::int64_t kSmall = 5;  // below five a number may point at people

struct RowKey {
  UnitId unit;
  bool own;
};

// Which leaf positions each row of the answer adds up.
struct Layout {
  std::vector<RowKey> rows;
  root::Boundary::Range range;
  std::vector<std::int32_t> row_of;  // by position within range
};

Layout MakeLayout(const root::Directory& directory,
                  const root::Boundary& boundary,
                  const Query& query) {
  Layout layout;
  layout.range = boundary.RangeOf(query.unit);
  const auto size = static_cast<std::size_t>(layout.range.end - layout.range.begin);
  const Unit& top = *directory.FindUnit(query.unit);
  if (query.level && *query.level == top.level) {
    layout.rows = {{query.unit, false}};
    layout.row_of.assign(size, 0);
    return layout;
  }
  std::vector<UnitId> units = query.level ? boundary.DescendantsAt(query.unit, *query.level)
                                          : boundary.ChildrenOf(query.unit);
  layout.row_of.assign(size, static_cast<std::int32_t>(units.size()));
  for (const UnitId unit : units) {
    const root::Boundary::Range range = boundary.RangeOf(unit);
    for (std::int32_t at = range.begin; at < range.end; ++at) {
      layout.row_of[static_cast<std::size_t>(at - layout.range.begin)] =
          static_cast<std::int32_t>(layout.rows.size());
    }
    layout.rows.push_back({unit, false});
  }
  layout.rows.push_back({query.unit, true});
  return layout;
}

// Sums by breakdown value, one amount a row of the layout.
using Sums = std::map<std::string, std::vector<std::int64_t>, std::less<>>;

class Reader {
 public:
  Reader(storage::Tx& tx,
         const Surroundings& around,
         const Query& query,
         const root::Boundary& boundary,
         const Layout& layout)
      : tx_(tx), around_(around), query_(query), boundary_(boundary), layout_(layout) {
    for (const RowKey& row : layout.rows) {
      for (const UnitId other : boundary.ConfoundersOf(row.unit)) {
        watched_[boundary.RangeOf(other).begin];
      }
    }
  }

  // Whether no hidden leaf beside `unit` holds something that may be a part of it.
  bool IsComparable(UnitId unit) const {
    for (const UnitId other : boundary_.ConfoundersOf(unit)) {
      for (const auto& [measure, amount] : watched_.at(boundary_.RangeOf(other).begin)) {
        if (amount != 0) {
          return false;
        }
      }
    }
    return true;
  }

  Result<Sums> Read(const rules::Measure& measure,
                    const std::string& period,
                    Date as_of,
                    std::string_view by) {
    Sums sums;
    storage::LeafQuery leaves;
    leaves.measure = measure.version;
    leaves.period = measure.period.empty() ? std::string() : period;
    leaves.as_of = as_of;
    leaves.known_at = query_.known_at;
    for (const root::Jurisdiction& jurisdiction : Distinct()) {
      TRY(storage::ReadLeaves(
          tx_, jurisdiction.id, leaves, [&](const storage::LeafAmount& leaf) -> Status {
            const UnitId unit = query_.axis == Axis::kRegion ? leaf.region : leaf.responsible;
            const std::int32_t position = boundary_.RangeOf(unit).begin;
            if (boundary_.RangeOf(unit).empty() || !layout_.range.Contains(position)) {
              return {};
            }
            if (const auto watched = watched_.find(position); watched != watched_.end()) {
              watched->second[measure.version] += leaf.amount;
            }
            const std::int32_t row =
                layout_.row_of[static_cast<std::size_t>(position - layout_.range.begin)];
            const std::string_view value =
                by.empty() ? std::string_view() : BreakdownValue(leaf.breakdown, by);
            auto found = sums.find(value);
            if (found == sums.end()) {
              found = sums.emplace(std::string(value),
                                   std::vector<std::int64_t>(layout_.rows.size(), 0))
                          .first;
            }
            found->second[static_cast<std::size_t>(row)] += leaf.amount;
            return {};
          }));
    }
    return sums;
  }

 private:
  // A jurisdiction may have belonged to several units; its cells are read once.
  std::vector<root::Jurisdiction> Distinct() const {
    std::vector<root::Jurisdiction> out;
    for (const root::Jurisdiction& jurisdiction : around_.directory->jurisdictions()) {
      const bool known = std::any_of(out.begin(), out.end(), [&](const root::Jurisdiction& other) {
        return other.id == jurisdiction.id;
      });
      if (!known) {
        out.push_back(jurisdiction);
      }
    }
    return out;
  }

  storage::Tx& tx_;
  const Surroundings& around_;
  const Query& query_;
  const root::Boundary& boundary_;
  const Layout& layout_;
  // position of a hidden leaf → measure → amount
  std::map<std::int32_t, std::map<std::int64_t, std::int64_t>> watched_;
};

std::int64_t At(const Sums& sums, const std::string& value, std::size_t row) {
  const auto found = sums.find(value);
  return found == sums.end() ? 0 : found->second[row];
}

void AddInto(Sums& sums, const Sums& more, std::int64_t sign) {
  for (const auto& [value, amounts] : more) {
    std::vector<std::int64_t>& into = sums[value];
    into.resize(amounts.size(), 0);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      into[i] += sign * amounts[i];
    }
  }
}

Result<Sums> ReadAll(Reader& reader,
                     const rules::Pack& pack,
                     const std::vector<std::string>& measures,
                     const std::string& period,
                     Date day,
                     std::string_view by,
                     int& scale) {
  Sums sums;
  for (const std::string& name : measures) {
    const rules::Measure* measure = pack.FindMeasure(name);
    LUOSHI_CHECK(measure != nullptr);
    scale = measure->scale;
    TRY_ASSIGN(const Sums more, reader.Read(*measure, period, day, by));
    AddInto(sums, more, 1);
  }
  return sums;
}

// Rate or amount in the indicator's unit of measure.
std::optional<Decimal> ValueOf(const rules::Indicator& indicator,
                               const Decimal& numerator,
                               const Decimal& denominator) {
  if (denominator.IsZero()) {
    return std::nullopt;
  }
  const Decimal factor = Decimal::FromInt(indicator.unit_of_measure == "%" ? 100 : 1);
  const Result<Decimal> scaled = Decimal::Multiply(numerator, factor);
  if (!scaled.ok()) {
    return std::nullopt;
  }
  const Result<Decimal> value =
      Decimal::Divide(*scaled, denominator, indicator.scale, Rounding::kHalfUp);
  return value.ok() ? std::optional(*value) : std::nullopt;
}

Decimal Smallest(int scale) { return {1, scale}; }

// Rounded up: what is missing is never understated.
std::optional<Decimal> RoundedUp(const Decimal& a, const Decimal& b, int scale) {
  const Result<Decimal> down = Decimal::Divide(a, b, scale, Rounding::kDown);
  if (!down.ok()) {
    return std::nullopt;
  }
  const Result<Decimal> back = Decimal::Multiply(*down, b);
  if (back.ok() && *back < a) {
    const Result<Decimal> up = Decimal::Add(*down, Smallest(scale));
    return up.ok() ? std::optional(*up) : std::nullopt;
  }
  return *down;
}

void Judge(Figure& figure, const rules::Calendar& calendar, int measure_scale) {
  const rules::Indicator& indicator = *figure.indicator;
  const BaseFigure* binding = nullptr;
  for (const BaseFigure& base : figure.bases) {
    if (base.base == indicator.binding_base) {
      binding = &base;
    }
  }
  const std::optional<Decimal> value = figure.bases.empty() ? figure.numerator
                                       : binding == nullptr ? figure.value
                                                            : binding->value;
  if (!figure.target || !value || !figure.numerator || figure.since) {
    return;
  }
  const Target& target = *figure.target;
  figure.planned = PlannedOn(target, figure.as_of, calendar, indicator.scale);
  const Decimal zero = Decimal(0, measure_scale);
  std::optional<Decimal> gap;
  if (figure.bases.empty()) {
    const Result<Decimal> rest = Decimal::Subtract(target.value, *figure.numerator);
    gap = rest.ok() ? std::optional(*rest) : std::nullopt;
  } else {
    const Decimal& denominator =
        binding == nullptr ? figure.bases.front().denominator : binding->denominator;
    const Result<Decimal> product = Decimal::Multiply(target.value, denominator);
    const Decimal hundred = Decimal::FromInt(indicator.unit_of_measure == "%" ? 100 : 1);
    const std::optional<Decimal> wanted =
        product.ok() ? RoundedUp(*product, hundred, measure_scale) : std::nullopt;
    if (wanted) {
      const Result<Decimal> rest = Decimal::Subtract(*wanted, *figure.numerator);
      gap = rest.ok() ? std::optional(*rest) : std::nullopt;
    }
  }
  if (gap && !indicator.more_is_better) {
    const Result<Decimal> turned = Decimal::Subtract(Decimal(), *gap);
    gap = turned.ok() ? std::optional(*turned) : std::nullopt;
  }
  figure.gap = gap && gap->IsNegative() ? std::optional(zero) : gap;
  const bool reached = indicator.more_is_better ? *value >= target.value : *value <= target.value;
  if (target.until && figure.as_of < *target.until && figure.gap && !reached) {
    const std::int64_t days = calendar.WorkingDaysBetween(figure.as_of, *target.until);
    if (days > 0) {
      figure.needed_per_day = RoundedUp(*figure.gap, Decimal::FromInt(days), measure_scale);
    }
  }
  if (target.until && figure.as_of > *target.until && !reached) {
    figure.state = State::kOverdue;
  } else if (figure.planned && indicator.more_is_better && *value < *figure.planned) {
    figure.state = State::kBehind;
  } else {
    figure.state = State::kOnTrack;
  }
}

void Suppress(Figure& figure) {
  figure.suppressed = true;
  figure.numerator.reset();
  figure.value.reset();
  figure.gap.reset();
  figure.needed_per_day.reset();
  figure.not_filled = 0;
  figure.state = State::kNotRated;
  for (BaseFigure& base : figure.bases) {
    base.value.reset();
  }
}

// Below five is hidden from whoever may not open the rows, and so is the next smallest sibling:
// with the total and all others shown it could be worked out.
void HideSmall(std::vector<Figure>& rows, const Surroundings& around) {
  const auto closed = [&](const Figure& figure) {
    return !around.may_open || !around.may_open(figure.unit, figure.pack->name);
  };
  std::vector<Figure*> small;
  Figure* next = nullptr;
  for (Figure& figure : rows) {
    if (!figure.numerator || !closed(figure)) {
      continue;
    }
    if (*figure.numerator < Decimal::FromInt(kSmall)) {
      small.push_back(&figure);
    } else if (next == nullptr || *figure.numerator < *next->numerator) {
      next = &figure;
    }
  }
  if (small.size() == 1 && next != nullptr) {
    small.push_back(next);
  }
  for (Figure* figure : small) {
    Suppress(*figure);
  }
}

Status ComputeOne(Reader& reader,
                  const Surroundings& around,
                  const Query& query,
                  const Layout& layout,
                  const rules::Pack& pack,
                  const rules::Indicator& indicator,
                  std::vector<Figure>& out) {
  if (!query.by.empty() &&
      std::find(indicator.by.begin(), indicator.by.end(), query.by) == indicator.by.end()) {
    if (query.indicators.empty()) {
      return {};  // asked for all of them: those that can be broken down answer
    }
    return Error{ErrorCode::kInvalid,
                 "figure.by",
                 {{"indicator", pack.name + "." + indicator.name}, {"by", query.by}},
                 "/by"};
  }
  const std::string period = query.period && !indicator.period.empty()
                                 ? *query.period
                                 : PeriodOn(pack, indicator, query.as_of);
  int scale = 0;
  TRY_ASSIGN(Sums numerators,
             ReadAll(reader, pack, indicator.numerator, period, query.as_of, query.by, scale));
  if (query.since) {
    TRY_ASSIGN(const Sums before,
               ReadAll(reader, pack, indicator.numerator, period, *query.since, query.by, scale));
    AddInto(numerators, before, -1);
  }
  std::vector<Sums> denominators;
  for (const rules::Base& base : indicator.bases) {
    int base_scale = 0;
    TRY_ASSIGN(Sums sums,
               ReadAll(reader, pack, base.measures, period, query.as_of, query.by, base_scale));
    denominators.push_back(std::move(sums));
  }
  TRY_ASSIGN(Sums unknown, reader.Read(indicator.not_filled, period, query.as_of, query.by));
  if (!indicator.not_filled.period.empty() && !period.empty()) {
    TRY_ASSIGN(const Sums without_period,
               reader.Read(indicator.not_filled, "", query.as_of, query.by));
    AddInto(unknown, without_period, 1);
  }

  std::vector<std::string> values = {""};
  if (!query.by.empty()) {
    std::map<std::string, bool> seen;
    for (const Sums* sums : {&numerators, &unknown}) {
      for (const auto& [value, amounts] : *sums) {
        seen[value] = true;
      }
    }
    for (const Sums& sums : denominators) {
      for (const auto& [value, amounts] : sums) {
        seen[value] = true;
      }
    }
    values.clear();
    for (const auto& [value, unused] : seen) {
      values.push_back(value);
    }
  }
  std::vector<Figure> rows;
  for (const std::string& value : values) {
    const std::size_t first = rows.size();
    for (std::size_t row = 0; row < layout.rows.size(); ++row) {
      Figure figure;
      figure.pack = &pack;
      figure.indicator = &indicator;
      figure.unit = layout.rows[row].unit;
      figure.own = layout.rows[row].own;
      figure.as_of = query.as_of;
      figure.since = query.since;
      figure.period = period;
      figure.by = query.by;
      figure.by_value = value;
      figure.numerator = Decimal(At(numerators, value, row), scale);
      figure.not_filled = At(unknown, value, row);
      for (std::size_t base = 0; base < denominators.size(); ++base) {
        const Decimal denominator(At(denominators[base], value, row), scale);
        figure.bases.push_back({indicator.bases[base].name, denominator,
                                ValueOf(indicator, *figure.numerator, denominator)});
      }
      figure.value = figure.bases.empty() ? figure.numerator : figure.bases.front().value;
      // 本级 is the rest of the unit, not a unit with a target of its own
      if (!figure.own && around.target_of) {
        figure.target = around.target_of(pack, indicator, figure.unit, period);
      }
      if (!figure.target && !(figure.own && figure.bases.empty())) {
        figure.target = TargetOfPack(indicator, period);
      }
      figure.comparable = figure.own || reader.IsComparable(figure.unit);
      Judge(figure, around.directory->calendar(), scale);
      rows.push_back(std::move(figure));
    }
    if (indicator.hide_small) {
      std::vector<Figure> part(
          std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(first)),
          std::make_move_iterator(rows.end()));
      rows.resize(first);
      HideSmall(part, around);
      std::move(part.begin(), part.end(), std::back_inserter(rows));
    }
  }
  std::move(rows.begin(), rows.end(), std::back_inserter(out));
  return {};
}

}  // namespace

std::string_view BreakdownValue(std::string_view breakdown, std::string_view field) {
  while (!breakdown.empty()) {
    const std::size_t end = breakdown.find(';');
    const std::string_view part = breakdown.substr(0, end);
    if (part.size() > field.size() && part.starts_with(field) && part[field.size()] == '=') {
      return part.substr(field.size() + 1);
    }
    breakdown.remove_prefix(end == std::string_view::npos ? breakdown.size() : end + 1);
  }
  return {};
}

std::string_view StateName(State state) {
  switch (state) {
    case State::kOnTrack:
      return "on_track";
    case State::kBehind:
      return "behind";
    case State::kOverdue:
      return "overdue";
    case State::kNotRated:
      return "not_rated";
  }
  return "not_rated";
}

std::string_view StateTitle(State state) {
  switch (state) {
    case State::kOnTrack:
      return "正常";
    case State::kBehind:
      return "滞后";
    case State::kOverdue:
      return "逾期";
    case State::kNotRated:
      return "不参评";
  }
  return "不参评";
}

Result<std::vector<Figure>> Compute(storage::Tx& tx,
                                    const Surroundings& around,
                                    const Query& query) {
  const root::Directory& directory = *around.directory;
  if (directory.FindUnit(query.unit) == nullptr) {
    return Error{ErrorCode::kNotFound,
                 "unit.unknown",
                 {{"text", std::to_string(NumberOf(query.unit))}},
                 "/unit"};
  }
  const std::shared_ptr<const root::Boundary> boundary =
      directory.BoundaryAt(query.boundary.value_or(query.as_of));
  const Layout layout = MakeLayout(directory, *boundary, query);
  Reader reader(tx, around, query, *boundary, layout);
  std::vector<Figure> out;
  if (query.indicators.empty()) {
    for (const rules::Pack* pack : directory.packs()) {
      for (const rules::Indicator& indicator : pack->indicators) {
        TRY(ComputeOne(reader, around, query, layout, *pack, indicator, out));
      }
    }
    return out;
  }
  for (const std::string& wanted : query.indicators) {
    const std::size_t dot = wanted.find('.');
    const rules::Pack* pack = directory.FindPack(wanted.substr(0, dot));
    const rules::Indicator* indicator = pack == nullptr || dot == std::string::npos
                                            ? nullptr
                                            : pack->FindIndicator(wanted.substr(dot + 1));
    if (indicator == nullptr) {
      return Error{
          ErrorCode::kNotFound, "indicator.unknown", {{"indicator", wanted}}, "/indicator"};
    }
    TRY(ComputeOne(reader, around, query, layout, *pack, *indicator, out));
  }
  return out;
}

std::vector<Ranked> Rank(const std::vector<Figure>& figures, const root::Directory& directory) {
  std::vector<Ranked> out;
  for (const Figure& figure : figures) {
    const Unit* unit = directory.FindUnit(figure.unit);
    out.push_back({&figure, unit == nullptr ? std::string() : unit->peer_class, std::nullopt});
  }
  const auto binding_value = [](const Figure& figure) -> std::optional<Decimal> {
    for (const BaseFigure& base : figure.bases) {
      if (base.base == figure.indicator->binding_base) {
        return base.value;
      }
    }
    return figure.value;
  };
  for (Ranked& ranked : out) {
    const std::optional<Decimal> mine = binding_value(*ranked.figure);
    if (!mine || ranked.figure->own || !ranked.figure->comparable) {
      continue;
    }
    int place = 1;
    for (const Ranked& other : out) {
      const std::optional<Decimal> value = binding_value(*other.figure);
      const bool peer = other.peer_class == ranked.peer_class && !other.figure->own &&
                        other.figure->comparable && value.has_value();
      const bool ahead =
          peer && (ranked.figure->indicator->more_is_better ? *value > *mine : *value < *mine);
      place += ahead ? 1 : 0;
    }
    ranked.place = place;
  }
  std::stable_sort(out.begin(), out.end(), [](const Ranked& a, const Ranked& b) {
    const auto key = [](const Ranked& r) { return r.place.value_or(INT32_MAX); };
    return std::tie(a.peer_class) < std::tie(b.peer_class) ||
           (a.peer_class == b.peer_class && key(a) < key(b));
  });
  return out;
}

}  // namespace luoshi::figure
