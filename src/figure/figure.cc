#include "figure/figure.h"

#include <algorithm>
#include <set>

#include "figure/amounts.h"
#include "figure/compare.h"
#include "figure/conceal.h"

namespace luoshi::figure {
namespace {

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

// `a` × `b` ÷ `c` as a number that can be counted: a target to reach is rounded up, so that what is
// missing is never understated; one not to exceed is rounded down.
std::optional<Decimal> Wanted(
    const Decimal& a, const Decimal& b, const Decimal& c, int scale, bool at_least) {
  const Result<Decimal> product = Decimal::Multiply(a, b);
  if (!product.ok()) {
    return std::nullopt;
  }
  if (at_least) {
    return RoundedUp(*product, c, scale);
  }
  const Result<Decimal> down = Decimal::Divide(*product, c, scale, Rounding::kDown);
  return down.ok() ? std::optional(*down) : std::nullopt;
}

// What is still missing in the unit it is counted in, exactly; 0 when nothing is.
std::optional<Decimal> GapOf(const Figure& figure, int measure_scale) {
  const rules::Indicator& indicator = *figure.indicator;
  std::optional<Decimal> wanted = figure.target->value;
  if (const BaseFigure* base = BindingBase(figure)) {
    wanted = Wanted(figure.target->value, base->denominator,
                    Decimal::FromInt(indicator.unit_of_measure == "%" ? 100 : 1), measure_scale,
                    indicator.more_is_better);
  }
  if (!wanted) {
    return std::nullopt;
  }
  const Result<Decimal> gap = indicator.more_is_better
                                  ? Decimal::Subtract(*wanted, *figure.numerator)
                                  : Decimal::Subtract(*figure.numerator, *wanted);
  if (!gap.ok()) {
    return std::nullopt;
  }
  return gap->IsNegative() ? Decimal(0, measure_scale) : *gap;
}

void Judge(Figure& figure, const rules::Calendar& calendar, int measure_scale) {
  const rules::Indicator& indicator = *figure.indicator;
  const BaseFigure* binding = BindingBase(figure);
  const std::optional<Decimal> value = binding == nullptr ? figure.numerator : binding->value;
  if (!figure.target || !value || !figure.numerator || figure.since) {
    return;
  }
  const Target& target = *figure.target;
  if (indicator.more_is_better) {  // what is to become less has no share of the way to be at
    figure.planned = PlannedOn(target, figure.as_of, calendar, indicator.scale);
  }
  if (figure.planned) {
    const Result<Decimal> ahead = Decimal::Subtract(*value, *figure.planned);
    figure.ahead = ahead.ok() ? std::optional(*ahead) : std::nullopt;
  }
  figure.gap = GapOf(figure, measure_scale);
  const bool reached = figure.gap && figure.gap->IsZero();
  if (target.until && figure.as_of < *target.until && figure.gap && !reached) {
    const std::int64_t days = calendar.WorkingDaysBetween(figure.as_of, *target.until);
    if (days > 0) {
      figure.needed_per_day = RoundedUp(*figure.gap, Decimal::FromInt(days), measure_scale);
    }
  }
  if (target.until && figure.as_of > *target.until && !reached) {
    figure.state = State::kOverdue;
  } else if (figure.planned && !reached && *value < *figure.planned) {
    figure.state = State::kBehind;  // as the two are shown: equal to the plan is not behind it
  } else {
    figure.state = State::kOnTrack;
  }
}

std::vector<std::string> DeclaredValues(const rules::Pack& pack, const std::string& name) {
  const rules::Field* field = pack.FindField(name);
  if (field == nullptr) {
    return {};
  }
  if (rules::ValueType(*field) == rules::FieldType::kBool) {
    return {"true", "false"};
  }
  std::vector<std::string> out;
  for (const rules::EnumValue& value : field->values) {
    out.push_back(value.key);
  }
  return out;
}

std::string PeriodAsked(const rules::Pack& pack,
                        const rules::Indicator& indicator,
                        const Query& query) {
  return query.period && !indicator.period.empty() ? *query.period
                                                   : PeriodOn(pack, indicator, query.as_of);
}

Status ComputeOne(storage::Tx& tx,
                  AmountReader& reader,
                  const Surroundings& around,
                  const Query& query,
                  const root::Boundary& boundary,
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
    // All the field has, so that a row's being there tells nothing; then what it does not have (any
    // more), and what is not filled in.
    values = DeclaredValues(pack, query.by);
    for (const std::string& value : values) {
      seen.erase(value);
    }
    for (const auto& [value, unused] : seen) {
      values.push_back(value);
    }
  }
  std::vector<Figure> rows;
  for (const std::string& value : values) {
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
                                Ratio(indicator, *figure.numerator, denominator)});
      }
      figure.value = figure.bases.empty() ? figure.numerator : figure.bases.front().value;
      // 本级 is the rest of the unit, not a unit with a target of its own
      if (!figure.own && around.target_of) {
        figure.target = around.target_of(pack, indicator, figure.unit, period);
      }
      if (!figure.target && !(figure.own && figure.bases.empty())) {
        figure.target = TargetOfPack(indicator, period);
      }
      if (around.stated_of && !figure.own && query.by.empty() && !query.since) {
        figure.stated = around.stated_of(pack, indicator, figure.unit, period, query.as_of);
      }
      figure.comparable = figure.own || reader.IsComparable(figure.unit);
      Judge(figure, around.directory->calendar(), scale);
      rows.push_back(std::move(figure));
    }
  }
  TRY(Conceal(tx, around, query, boundary, rows));
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

std::optional<Decimal> Ratio(const rules::Indicator& indicator,
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

const BaseFigure* BindingBase(const Figure& figure) {
  for (const BaseFigure& base : figure.bases) {
    if (base.base == figure.indicator->binding_base) {
      return &base;
    }
  }
  return figure.bases.empty() ? nullptr : &figure.bases.front();
}

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

namespace {

Result<std::vector<Figure>> ComputeAll(storage::Tx& tx,
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
    TRY(ComputeOne(tx, reader, around, query, *boundary, layout, *one.pack, *one.indicator, out));
  }
  return out;
}

}  // namespace

Result<std::vector<Figure>> Compute(storage::Tx& tx,
                                    const Surroundings& around,
                                    const Query& query) {
  TRY_ASSIGN(std::vector<Figure> figures, ComputeAll(tx, around, query));
  TRY(AddForecasts(tx, around, query, figures));
  TRY(AddComparisons(tx, around, query, figures));
  return figures;
}

std::vector<Ranked> Rank(const std::vector<Figure>& figures, const root::Directory& directory) {
  std::vector<Ranked> out;
  for (const Figure& figure : figures) {
    const Unit* unit = directory.FindUnit(figure.unit);
    out.push_back({&figure, unit == nullptr ? std::string() : unit->peer_class, std::nullopt});
  }
  const auto binding_value = [](const Figure& figure) {
    const BaseFigure* base = BindingBase(figure);
    return base == nullptr ? figure.value : base->value;
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
