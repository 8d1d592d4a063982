#include "figure/figure.h"

#include <algorithm>
#include <set>

#include "figure/amounts.h"

namespace luoshi::figure {
namespace {

constexpr std::int64_t kSmall = 5;  // below five a number may point at people

std::int64_t At(const Amounts& sums, const std::string& value, std::size_t row) {
  const auto found = sums.find(value);
  return found == sums.end() ? 0 : found->second[row];
}

void AddInto(Amounts& sums, const Amounts& more, std::int64_t sign) {
  for (const auto& [value, amounts] : more) {
    std::vector<std::int64_t>& into = sums[value];
    into.resize(amounts.size(), 0);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      into[i] += sign * amounts[i];
    }
  }
}

Result<Amounts> ReadAll(AmountReader& reader,
                        const rules::Pack& pack,
                        const std::vector<std::string>& measures,
                        const std::string& period,
                        Date day,
                        std::string_view by,
                        int& scale) {
  Amounts sums;
  for (const std::string& name : measures) {
    const rules::Measure* measure = pack.FindMeasure(name);
    LUOSHI_CHECK(measure != nullptr);
    scale = measure->scale;
    TRY_ASSIGN(const Amounts more, reader.Read(*measure, period, day, by));
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

std::string PeriodAsked(const rules::Pack& pack,
                        const rules::Indicator& indicator,
                        const Query& query) {
  return query.period && !indicator.period.empty() ? *query.period
                                                   : PeriodOn(pack, indicator, query.as_of);
}

Status ComputeOne(AmountReader& reader,
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
  const std::string period = PeriodAsked(pack, indicator, query);
  int scale = 0;
  TRY_ASSIGN(Amounts numerators,
             ReadAll(reader, pack, indicator.numerator, period, query.as_of, query.by, scale));
  if (query.since) {
    TRY_ASSIGN(const Amounts before,
               ReadAll(reader, pack, indicator.numerator, period, *query.since, query.by, scale));
    AddInto(numerators, before, -1);
  }
  std::vector<Amounts> denominators;
  for (const rules::Base& base : indicator.bases) {
    int base_scale = 0;
    TRY_ASSIGN(Amounts sums,
               ReadAll(reader, pack, base.measures, period, query.as_of, query.by, base_scale));
    denominators.push_back(std::move(sums));
  }
  TRY_ASSIGN(Amounts unknown, reader.Read(indicator.not_filled, period, query.as_of, query.by));
  if (!indicator.not_filled.period.empty() && !period.empty()) {
    TRY_ASSIGN(const Amounts without_period,
               reader.Read(indicator.not_filled, "", query.as_of, query.by));
    AddInto(unknown, without_period, 1);
  }

  std::vector<std::string> values = {""};
  if (!query.by.empty()) {
    std::map<std::string, bool> seen;
    for (const Amounts* sums : {&numerators, &unknown}) {
      for (const auto& [value, amounts] : *sums) {
        seen[value] = true;
      }
    }
    for (const Amounts& sums : denominators) {
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

struct Asked {
  const rules::Pack* pack;
  const rules::Indicator* indicator;
};

Result<std::vector<Asked>> AskedFor(const root::Directory& directory, const Query& query) {
  std::vector<Asked> out;
  if (query.indicators.empty()) {
    for (const rules::Pack* pack : directory.packs()) {
      for (const rules::Indicator& indicator : pack->indicators) {
        out.push_back({pack, &indicator});
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
    out.push_back({pack, indicator});
  }
  return out;
}

// Every sum that ComputeOne reads.
std::set<Sums::Key> KeysOf(const std::vector<Asked>& asked, const Query& query) {
  std::set<Sums::Key> out;
  for (const Asked& one : asked) {
    const std::string period = PeriodAsked(*one.pack, *one.indicator, query);
    const auto add = [&](const rules::Measure& measure) {
      out.emplace(measure.version, measure.period.empty() ? std::string() : period);
    };
    for (const std::string& name : one.indicator->numerator) {
      add(*one.pack->FindMeasure(name));
    }
    for (const rules::Base& base : one.indicator->bases) {
      for (const std::string& name : base.measures) {
        add(*one.pack->FindMeasure(name));
      }
    }
    add(one.indicator->not_filled);
    out.emplace(one.indicator->not_filled.version, std::string());
  }
  return out;
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
  TRY_ASSIGN(const std::vector<Asked> asked, AskedFor(directory, query));
  const std::shared_ptr<const root::Boundary> boundary =
      directory.BoundaryAt(query.boundary.value_or(query.as_of));
  std::optional<Sums::View> today;
  if (around.sums != nullptr && query.as_of == around.today && !query.since && !query.known_at &&
      boundary == directory.BoundaryAt(around.today)) {
    TRY_ASSIGN(today, around.sums->Today(*around.store, tx,
                                         {&directory, around.today, KeysOf(asked, query)}));
  }
  const Layout layout(directory, *boundary, query);
  AmountReader reader(tx, directory, query, *boundary, layout, today);
  std::vector<Figure> out;
  for (const Asked& one : asked) {
    TRY(ComputeOne(reader, around, query, layout, *one.pack, *one.indicator, out));
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
