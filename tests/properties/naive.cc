#include "tests/properties/naive.h"

#include <algorithm>
#include <set>

#include "rules/clock.h"
#include "rules/form.h"

namespace luoshi::properties {
namespace {

std::string TextOf(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  if (found == fields.end()) {
    return {};
  }
  if (const std::int64_t* number = found->second.As<std::int64_t>()) {
    return std::to_string(*number);
  }
  if (const bool* flag = found->second.As<bool>()) {
    return *flag ? "true" : "false";
  }
  const std::string* text = found->second.As<std::string>();
  return text == nullptr ? std::string() : *text;
}

std::vector<bool> TermsOn(const rules::Pack& pack,
                          const rules::Expression& expression,
                          const rules::EffectiveHistory& history,
                          const Fields& fields,
                          const rules::Calendar& calendar,
                          Date day) {
  std::vector<bool> out;
  for (const rules::TimeTerm& term : expression.time_terms()) {
    bool holds = false;
    const bool overdue = term.kind == rules::TimeTerm::Kind::kOverdue;
    if (overdue || term.kind == rules::TimeTerm::Kind::kWarned) {
      const rules::ClockPhase* last = nullptr;
      const std::vector<rules::ClockPhase> phases =
          rules::ClockPhases(pack, *pack.FindClock(term.name), history, calendar);
      for (const rules::ClockPhase& phase : phases) {
        last = phase.from <= day ? &phase : last;
      }
      if (last != nullptr) {
        const std::optional<Date> from = overdue ? last->overdue_from : last->warned_from;
        holds = from && *from <= day;
      }
    } else if (const auto field = fields.find(term.name); field != fields.end()) {
      const Date from = *field->second.As<Date>();
      const int age = day.year() - from.year() -
                      (std::pair(day.month(), day.day()) < std::pair(from.month(), from.day()));
      holds = term.bound <= (term.kind == rules::TimeTerm::Kind::kAgeAtLeast ? age : day - from);
    }
    out.push_back(holds);
  }
  return out;
}

Value Evaluated(const rules::Expression& expression,
                const std::vector<Value>& slots,
                const std::vector<bool>& terms) {
  const std::unique_ptr<bool[]> flags = std::make_unique<bool[]>(terms.size());
  std::copy(terms.begin(), terms.end(), flags.get());
  return expression.Evaluate(slots, std::span<const bool>(flags.get(), terms.size()));
}

std::string Key(const std::string& indicator,
                UnitId unit,
                bool own,
                const std::string& period,
                const std::string& by_value) {
  return indicator + " " + std::to_string(NumberOf(unit)) + (own ? " own" : "") + " /" + period +
         " =" + by_value;
}

std::string Line(const Decimal& numerator,
                 const std::vector<Decimal>& denominators,
                 std::int64_t not_filled) {
  std::string out = numerator.ToString();
  for (const Decimal& denominator : denominators) {
    out += " / " + denominator.ToString();
  }
  return out + " ? " + std::to_string(not_filled);
}

}  // namespace

std::string KeyOf(const figure::Figure& figure) {
  return Key(figure.pack->name + "." + figure.indicator->name, figure.unit, figure.own,
             figure.period, figure.by_value);
}

std::string LineOf(const figure::Figure& figure) {
  std::vector<Decimal> denominators;
  for (const figure::BaseFigure& base : figure.bases) {
    denominators.push_back(base.denominator);
  }
  return figure.numerator ? Line(*figure.numerator, denominators, figure.not_filled) : "hidden";
}

bool IsNought(const figure::Figure& figure) {
  return figure.numerator && figure.numerator->IsZero() && figure.not_filled == 0 &&
         std::all_of(figure.bases.begin(), figure.bases.end(),
                     [](const figure::BaseFigure& base) { return base.denominator.IsZero(); });
}

Result<Naive> Naive::Read(app::App& app) {
  Naive out;
  out.directory_ = app.directory();
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  TRY(journal::ReadEvents(*tx, kRootJournal, {}, [&](const Event& event) -> Status {
    out.root_known_on_.push_back(event.recorded.date());
    return {};
  }));
  std::set<JurisdictionId> jurisdictions;
  for (const root::Jurisdiction& jurisdiction : out.directory_->jurisdictions()) {
    jurisdictions.insert(jurisdiction.id);
  }
  for (const JurisdictionId jurisdiction : jurisdictions) {
    std::map<RecordId, Record> records;
    TRY(journal::ReadEvents(*tx, jurisdiction, {}, [&](const Event& event) -> Status {
      Record& record = records[event.record];
      record.pack = FindText(event.body, "pack");
      TRY_ASSIGN(rules::Change change,
                 registers::ChangeOf(*out.directory_->FindPack(record.pack), event));
      record.history.push_back(std::move(change));
      return {};
    }));
    for (auto& [id, record] : records) {
      out.records_.push_back(std::move(record));
    }
  }
  return out;
}

void Naive::Add(const Record& record,
                Date day,
                std::optional<Date> known_at,
                Contributions& out) const {
  rules::History history = record.history;
  Position root = directory_->position();
  if (known_at) {
    std::erase_if(history,
                  [&](const rules::Change& change) { return change.known_on > *known_at; });
    root = std::upper_bound(root_known_on_.begin(), root_known_on_.end(), *known_at) -
           root_known_on_.begin();
  }
  const rules::Pack* const then = directory_->PackAt(record.pack, root);
  if (then == nullptr) {
    return;
  }
  const rules::Pack& pack = *then;
  const rules::Calendar& calendar = directory_->CalendarAt(root);
  const rules::RecordState state = rules::FoldAsOf(pack, history, day);
  if (state.handlers.empty()) {
    return;  // not created yet, or void
  }
  const rules::EffectiveHistory effective(history);
  const std::vector<Value> slots = rules::Slots(pack, state.fields, state.state);
  const auto contribution = [&](const rules::Measure& measure) {
    Contribution one;
    one.measure = measure.version;
    one.period = measure.period.empty() ? "" : TextOf(state.fields, measure.period);
    for (const std::string& name : measure.by) {
      one.by[name] = TextOf(state.fields, name);
    }
    one.region = registers::RegionOf(pack, state.fields);
    one.responsible = registers::ResponsibleOf(pack, state.fields);
    return one;
  };
  std::set<std::string> unknown;
  for (const rules::Measure& measure : pack.measures) {
    const Value where = Evaluated(
        measure.where, slots, TermsOn(pack, measure.where, effective, state.fields, calendar, day));
    if (where.IsEmpty()) {
      unknown.insert(measure.name);
    } else if (where == Value(true)) {
      const Value amount =
          measure.amount
              ? Evaluated(*measure.amount, slots,
                          TermsOn(pack, *measure.amount, effective, state.fields, calendar, day))
              : Value(Decimal(1, 0));
      Contribution one = contribution(measure);
      if (amount.IsEmpty() || (!measure.period.empty() && one.period.empty())) {
        unknown.insert(measure.name);
      } else {
        one.amount = amount.As<Decimal>()->Rescaled(measure.scale)->units();
        out.push_back(std::move(one));
      }
    }
  }
  for (const rules::Indicator& indicator : pack.indicators) {
    const auto any = [&](const std::vector<std::string>& names) {
      return std::any_of(names.begin(), names.end(),
                         [&](const std::string& name) { return unknown.count(name) > 0; });
    };
    bool gap = any(indicator.numerator);
    for (const rules::Base& base : indicator.bases) {
      gap = gap || any(base.measures);
    }
    if (gap && indicator.not_filled.version != 0) {
      Contribution one = contribution(indicator.not_filled);
      one.amount = 1;
      out.push_back(std::move(one));
    }
  }
}

const Naive::Contributions& Naive::On(Date day, std::optional<Date> known_at) const {
  const auto [found, made] = cache_.try_emplace({day, known_at});
  if (made) {
    for (const Record& record : records_) {
      Add(record, day, known_at, found->second);
    }
  }
  return found->second;
}

std::map<std::string, std::string> Naive::Figures(const figure::Query& query) const {
  const std::shared_ptr<const root::Boundary> boundary =
      directory_->BoundaryAt(query.boundary.value_or(query.as_of));
  const UnitLevel top = directory_->FindUnit(query.unit)->level;
  // The row a leaf belongs to, by walking up; nullopt when it is not below the unit.
  const auto row_of = [&](UnitId leaf) -> std::optional<std::pair<UnitId, bool>> {
    UnitId row = kNoUnit;
    for (UnitId at = leaf; at != kNoUnit; at = boundary->ParentOf(at)) {
      if (at == query.unit) {
        const bool whole = query.level && *query.level == top;
        return row == kNoUnit || whole ? std::pair(query.unit, !whole) : std::pair(row, false);
      }
      const bool wanted = query.level ? directory_->FindUnit(at)->level == *query.level
                                      : boundary->ParentOf(at) == query.unit;
      if (wanted && boundary->IsVisible(at)) {
        row = at;
      }
    }
    return std::nullopt;
  };
  std::map<UnitId, std::optional<std::pair<UnitId, bool>>> rows;
  struct Sums {
    std::int64_t numerator = 0;
    std::vector<std::int64_t> denominators;
    std::int64_t not_filled = 0;
  };
  std::map<std::string, std::string> out;
  for (const rules::Pack* pack : directory_->packs()) {
    for (const rules::Indicator& indicator : pack->indicators) {
      const bool can =
          std::find(indicator.by.begin(), indicator.by.end(), query.by) != indicator.by.end();
      if (!query.by.empty() && !can) {
        continue;
      }
      const std::string period = query.period && !indicator.period.empty()
                                     ? *query.period
                                     : figure::PeriodOn(*pack, indicator, query.as_of);
      std::map<std::tuple<UnitId, bool, std::string>, Sums> sums;
      const auto add = [&](const rules::Measure& measure, Date day, bool gap, const auto& into) {
        for (const Contribution& one : On(day, query.known_at)) {
          const bool here =
              measure.period.empty() || one.period == period || (gap && one.period.empty());
          if (one.measure != measure.version || !here) {
            continue;
          }
          const UnitId leaf = query.axis == figure::Axis::kRegion ? one.region : one.responsible;
          const auto [row, made] = rows.try_emplace(leaf);
          if (made) {
            row->second = row_of(leaf);
          }
          if (row->second) {
            Sums& sum = sums[{row->second->first, row->second->second,
                              query.by.empty() ? "" : one.by.at(query.by)}];
            sum.denominators.resize(indicator.bases.size());
            into(sum, one.amount);
          }
        }
      };
      const auto numerator = [](Sums& sum, std::int64_t amount) { sum.numerator += amount; };
      int scale = 0;
      for (const std::string& name : indicator.numerator) {
        const rules::Measure& measure = *pack->FindMeasure(name);
        scale = measure.scale;
        add(measure, query.as_of, false, numerator);
        if (query.since) {
          add(measure, *query.since, false,
              [](Sums& sum, std::int64_t amount) { sum.numerator -= amount; });
        }
      }
      for (std::size_t base = 0; base < indicator.bases.size(); ++base) {
        for (const std::string& name : indicator.bases[base].measures) {
          add(*pack->FindMeasure(name), query.as_of, false,
              [&](Sums& sum, std::int64_t amount) { sum.denominators[base] += amount; });
        }
      }
      add(indicator.not_filled, query.as_of, true,
          [](Sums& sum, std::int64_t amount) { sum.not_filled += amount; });
      for (const auto& [row, sum] : sums) {
        std::vector<Decimal> denominators;
        bool nought = sum.numerator == 0 && sum.not_filled == 0;
        for (const std::int64_t denominator : sum.denominators) {
          denominators.emplace_back(denominator, 0);
          nought = nought && denominator == 0;
        }
        if (!nought) {
          out[Key(pack->name + "." + indicator.name, std::get<0>(row), std::get<1>(row), period,
                  std::get<2>(row))] =
              Line(Decimal(sum.numerator, scale), denominators, sum.not_filled);
        }
      }
    }
  }
  return out;
}

}  // namespace luoshi::properties
