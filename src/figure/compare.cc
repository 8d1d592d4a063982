#include "figure/compare.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace luoshi::figure {
namespace {

// "2027" → "2026"; a period that is no year stays.
std::string YearBefore(const std::string& period) {
  int year = 0;
  const char* const end = period.data() + period.size();
  const auto [at, failure] = std::from_chars(period.data(), end, year);
  return failure == std::errc() && at == end && year > 1 ? std::to_string(year - 1) : period;
}

std::string NameOf(const Figure& figure) {
  return figure.pack->name + "." + figure.indicator->name;
}

// The same question about one indicator as of another day, by the tree of the first.
Result<std::vector<Figure>> AskAgain(storage::Tx& tx,
                                     const Surroundings& around,
                                     const Query& query,
                                     const Figure& figure,
                                     Date day,
                                     const std::string& period) {
  Query again = query;
  again.indicators = {NameOf(figure)};
  again.boundary = query.boundary.value_or(query.as_of);
  again.as_of = day;
  again.period = period;
  again.since.reset();
  again.against.reset();
  again.forecast = false;
  return Compute(tx, around, again);
}

const Figure* FindSame(const std::vector<Figure>& figures, const Figure& wanted) {
  const auto found = std::find_if(figures.begin(), figures.end(), [&](const Figure& figure) {
    return figure.unit == wanted.unit && figure.own == wanted.own &&
           figure.by_value == wanted.by_value;
  });
  return found == figures.end() ? nullptr : &*found;
}

std::optional<Decimal> Minus(const std::optional<Decimal>& a, const std::optional<Decimal>& b) {
  if (!a || !b) {
    return std::nullopt;
  }
  const Result<Decimal> out = Decimal::Subtract(*a, *b);
  return out.ok() ? std::optional(*out) : std::nullopt;
}

bool CountsOnly(const Figure& figure, const std::vector<std::string>& measures) {
  return std::all_of(measures.begin(), measures.end(), [&](const std::string& name) {
    return !figure.pack->FindMeasure(name)->amount.has_value();
  });
}

// Of people counted among people there are never more than all.
bool IsShare(const Figure& figure) {
  return std::all_of(figure.indicator->bases.begin(), figure.indicator->bases.end(),
                     [&](const rules::Base& base) { return CountsOnly(figure, base.measures); }) &&
         CountsOnly(figure, figure.indicator->numerator);
}

std::optional<Forecast> ForecastOf(const Figure& now,
                                   const Figure& then,
                                   Date from,
                                   const rules::Calendar& calendar) {
  if (!now.numerator || !then.numerator) {
    return std::nullopt;
  }
  std::optional<Decimal> amount = ForecastAmount(*then.numerator, *now.numerator, from, now.as_of,
                                                 *now.target->until, calendar);
  if (!amount) {
    return std::nullopt;
  }
  if (!now.bases.empty()) {
    const BaseFigure* base = BindingBase(now);
    const BaseFigure* before = BindingBase(then);
    // before there was anything to count there was no pace
    if (base->suppressed || before->suppressed || before->denominator.IsZero()) {
      return std::nullopt;
    }
    if (IsShare(now)) {
      amount = std::min(*amount, base->denominator);
    }
    amount = Ratio(*now.indicator, *amount, base->denominator);
  }
  return amount
             ? std::optional(Forecast{*amount, from, calendar.WorkingDaysBetween(from, now.as_of)})
             : std::nullopt;
}

}  // namespace

std::optional<Against> ParseAgainst(std::string_view text) {
  for (const Against against :
       {Against::kPreviousDay, Against::kWeekStart, Against::kMonthStart, Against::kLastYear}) {
    if (AgainstName(against) == text || AgainstTitle(against) == text) {
      return against;
    }
  }
  return std::nullopt;
}

std::string_view AgainstName(Against against) {
  switch (against) {
    case Against::kPreviousDay:
      return "previous_day";
    case Against::kWeekStart:
      return "week_start";
    case Against::kMonthStart:
      return "month_start";
    case Against::kLastYear:
      return "last_year";
  }
  return "";
}

std::string_view AgainstTitle(Against against) {
  switch (against) {
    case Against::kPreviousDay:
      return "较上日";
    case Against::kWeekStart:
      return "本周以来";
    case Against::kMonthStart:
      return "较上月末";
    case Against::kLastYear:
      return "同比";
  }
  return "";
}

Date DayAgainst(Against against, Date day) {
  switch (against) {
    case Against::kPreviousDay:
      return day - 1;
    case Against::kWeekStart:
      return day - day.weekday();
    case Against::kMonthStart:
      return day - day.day();
    case Against::kLastYear: {
      const Result<Date> same = Date::FromCivil(day.year() - 1, day.month(), day.day());
      return same.ok() ? *same : *Date::FromCivil(day.year() - 1, 2, 28);
    }
  }
  return day;
}

Status AddComparisons(storage::Tx& tx,
                      const Surroundings& around,
                      const Query& query,
                      std::vector<Figure>& figures) {
  if (!query.against || query.as_of <= rules::kFirstDay + 400) {
    return {};
  }
  const Date day = DayAgainst(*query.against, query.as_of);
  const std::vector<root::Jurisdiction>& jurisdictions = around.directory->jurisdictions();
  const bool known = std::any_of(jurisdictions.begin(), jurisdictions.end(),
                                 [&](const root::Jurisdiction& each) { return each.from <= day; });
  std::map<std::string, std::vector<Figure>> then;
  for (Figure& figure : figures) {
    const std::string period =
        *query.against == Against::kLastYear ? YearBefore(figure.period) : figure.period;
    if (then.count(NameOf(figure)) == 0) {
      TRY_ASSIGN(then[NameOf(figure)], AskAgain(tx, around, query, figure, day, period));
    }
    Comparison comparison;
    comparison.against = *query.against;
    comparison.day = day;
    comparison.period = period;
    const Figure* same = FindSame(then[NameOf(figure)], figure);
    const bool counted = same != nullptr && (same->bases.empty() || same->value);
    if (known && counted && same->comparable && figure.comparable) {
      comparison.numerator = same->numerator;
      comparison.value = same->value;
      comparison.numerator_change =
          Minus(figure.since ? std::nullopt : figure.numerator, same->numerator);
      comparison.value_change = Minus(figure.since ? std::nullopt : figure.value, same->value);
    }
    if (around.stated_of && !figure.own && figure.by.empty() && !figure.suppressed) {
      comparison.stated =
          around.stated_of(*figure.pack, *figure.indicator, figure.unit, period, day);
    }
    figure.comparison = std::move(comparison);
  }
  return {};
}

Status AddForecasts(storage::Tx& tx,
                    const Surroundings& around,
                    const Query& query,
                    std::vector<Figure>& figures) {
  if (!query.forecast || query.since) {
    return {};
  }
  const rules::Calendar& calendar = around.directory->calendar();
  std::map<std::pair<std::string, Date>, std::vector<Figure>> then;
  for (Figure& figure : figures) {
    if (figure.own || !figure.comparable || !figure.target || !figure.numerator) {
      continue;
    }
    const std::optional<Date> from = ForecastFrom(*figure.target, figure.as_of, calendar);
    if (!from) {
      continue;
    }
    const auto key = std::make_pair(NameOf(figure), *from);
    if (then.count(key) == 0) {
      TRY_ASSIGN(then[key], AskAgain(tx, around, query, figure, *from, figure.period));
    }
    if (const Figure* same = FindSame(then[key], figure); same != nullptr && same->comparable) {
      figure.forecast = ForecastOf(figure, *same, *from, calendar);
    }
  }
  return {};
}

}  // namespace luoshi::figure
