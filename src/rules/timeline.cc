#include "rules/timeline.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "rules/clock.h"

namespace luoshi::rules {
namespace {

constexpr std::size_t kNoSlot = static_cast<std::size_t>(-1);
constexpr std::int64_t kMostAmount = 1'000'000'000'000'000;

// A time term of some expression and the day it becomes true while nothing else changes.
struct Term {
  TimeTerm::Kind kind = TimeTerm::Kind::kOverdue;
  std::size_t source = kNoSlot;  // index of the clock, or slot of the date field
  std::int64_t bound = 0;
  std::optional<Date> turns;
};

// An expression and where its terms lie among all terms.
struct Part {
  const Expression* expression = nullptr;
  std::size_t first_term = 0;
  std::size_t term_count = 0;
};

// What a record contributes by one measure; amount 0: nothing, to no cell.
struct Contribution {
  CellKey cell;
  std::int64_t amount = 0;
};

// A measure on its way through the record's days.
struct Line {
  const Measure* measure = nullptr;
  std::size_t period = kNoSlot;
  std::vector<std::size_t> by;
  Part where;
  Part amount;
  bool unknown = false;  // now
  Contribution last;
};

struct ClockTrack {
  const Clock* clock = nullptr;  // the pack's, once some term asks for it
  std::vector<ClockPhase> phases;
  std::size_t next = 0;  // phases before this one have begun
};

// The day somebody born on `born` is `years` old: of a 29 February, 1 March in a common year.
std::optional<Date> Birthday(Date born, std::int64_t years) {
  if (years > 9999 - born.year()) {
    return std::nullopt;
  }
  if (years < 1 - born.year()) {
    return kFirstDay;
  }
  const int year = born.year() + static_cast<int>(years);
  const Result<Date> day = Date::FromCivil(year, born.month(), born.day());
  return day.ok() ? *day : Date::FromCivil(year, 3, 1).value();
}

std::optional<Date> DayOf(const Value& value) {
  if (const Date* day = value.As<Date>()) {
    return *day;
  }
  const DateTime* moment = value.As<DateTime>();
  return moment == nullptr ? std::optional<Date>() : moment->date();
}

std::string TextOf(const Value& value) {
  if (const std::string* text = value.As<std::string>()) {
    return *text;
  }
  if (const std::int64_t* number = value.As<std::int64_t>()) {
    return std::to_string(*number);
  }
  const bool* flag = value.As<bool>();
  return flag == nullptr ? "" : *flag ? "true" : "false";
}

std::optional<std::int64_t> ScaledAmount(const Value& value, int scale) {
  std::optional<Decimal> amount;
  if (const Decimal* decimal = value.As<Decimal>()) {
    amount = *decimal;
  } else if (const std::int64_t* number = value.As<std::int64_t>()) {
    amount = Decimal::FromInt(*number);
  }
  if (!amount) {
    return std::nullopt;
  }
  const Result<Decimal> scaled = amount->Rescaled(scale);
  if (!scaled.ok() || scaled->units() > kMostAmount || scaled->units() < -kMostAmount) {
    return std::nullopt;
  }
  return scaled->units();
}

class Builder {
 public:
  Builder(const Pack& pack, const EffectiveHistory& history, const Calendar& calendar)
      : pack_(pack),
        history_(history),
        calendar_(calendar),
        slots_(pack.fields.size() + (pack.lifecycle ? 1 : 0)),
        read_(slots_.size(), false),
        clocks_(pack.clocks.size()) {
    region_ = Reads(SlotOf(pack.region));
    responsible_ = Reads(SlotOf(pack.responsible));
    lines_.reserve(pack.measures.size());
    for (const Measure& measure : pack.measures) {
      Line& line = AddLine(measure, lines_);
      line.where = Prepare(&measure.where);
      line.amount = Prepare(measure.amount ? &*measure.amount : nullptr);
    }
    gaps_.reserve(pack.indicators.size());
    for (const Indicator& indicator : pack.indicators) {
      AddLine(indicator.not_filled, gaps_);
    }
    flags_ = std::make_unique<bool[]>(terms_.size());
  }

  Timeline Build() {
    const std::vector<InForce>& changes = history_.changes();
    for (std::size_t i = 0; i < changes.size();) {
      const Date day = changes[i].change->counts_on;
      // several changes of one day: only what they come to at its end counts
      for (; i < changes.size() && changes[i].change->counts_on == day; ++i) {
        Apply(*changes[i].change);
      }
      Segment(day, i < changes.size() ? changes[i].change->counts_on : kLastDay + 1);
    }
    return std::move(out_);
  }

 private:
  // The slot of a field, or of `state`; the order of Pack::ExpressionScope.
  std::size_t SlotOf(std::string_view name) const {
    if (name.empty()) {
      return kNoSlot;
    }
    for (std::size_t i = 0; i < pack_.fields.size(); ++i) {
      if (pack_.fields[i].name == name) {
        return i;
      }
    }
    return pack_.lifecycle && name == "state" ? pack_.fields.size() : kNoSlot;
  }

  std::size_t Reads(std::size_t slot) {
    if (slot < read_.size()) {
      read_[slot] = true;
    }
    return slot;
  }

  Line& AddLine(const Measure& measure, std::vector<Line>& lines) {
    Line& line = lines.emplace_back();
    line.measure = &measure;
    line.period = Reads(SlotOf(measure.period));
    line.by.reserve(measure.by.size());
    for (const std::string& field : measure.by) {
      line.by.push_back(Reads(SlotOf(field)));
    }
    return line;
  }

  Part Prepare(const Expression* expression) {
    Part part{expression, terms_.size(), 0};
    if (expression == nullptr) {
      return part;
    }
    for (const std::size_t slot : expression->slots()) {
      Reads(slot);
    }
    for (const TimeTerm& time_term : expression->time_terms()) {
      Term& term = terms_.emplace_back();
      term.kind = time_term.kind;
      term.bound = time_term.bound;
      term.source = OfClock(term) ? TrackOf(time_term.name) : Reads(SlotOf(time_term.name));
    }
    part.term_count = terms_.size() - part.first_term;
    return part;
  }

  static bool OfClock(const Term& term) {
    return term.kind == TimeTerm::Kind::kOverdue || term.kind == TimeTerm::Kind::kWarned;
  }

  std::size_t TrackOf(std::string_view name) {
    for (std::size_t i = 0; i < clocks_.size(); ++i) {
      if (pack_.clocks[i].name == name) {
        if (clocks_[i].clock == nullptr) {
          clocks_[i].clock = &pack_.clocks[i];
          clocks_[i].phases = ClockPhases(pack_, pack_.clocks[i], history_, calendar_);
        }
        return i;
      }
    }
    return kNoSlot;
  }

  // As Fold does it, but straight into the slots, and only those that something reads.
  void Apply(const Change& change) {
    if (change.act != Act::kCreate && change.act != Act::kChange && change.act != Act::kMove) {
      return;
    }
    for (const auto& [name, value] : change.set) {
      const std::size_t slot = SlotOf(name);
      if (slot < pack_.fields.size() && read_[slot]) {
        slots_[slot] = value;
      }
    }
    for (const auto& [name, value] : change.append) {
      const std::size_t slot = SlotOf(name);
      const GroupRows* more = value.As<GroupRows>();
      if (slot >= pack_.fields.size() || !read_[slot] || more == nullptr || more->empty()) {
        continue;
      }
      if (slots_[slot].As<GroupRows>() == nullptr) {
        slots_[slot] = GroupRows();
      }
      GroupRows& rows = std::get<GroupRows>(slots_[slot].content);
      rows.insert(rows.end(), more->begin(), more->end());
    }
    if (pack_.lifecycle && change.act != Act::kChange) {
      slots_.back() = change.state;
    }
  }

  // The days in [day, until), in which nothing happens to the record but time.
  void Segment(Date day, Date until) {
    std::vector<Date> breaks;
    Turn(day);
    for (const Term& term : terms_) {
      if (term.turns && *term.turns > day && *term.turns < until) {
        breaks.push_back(*term.turns);
      }
    }
    std::sort(breaks.begin(), breaks.end());
    breaks.erase(std::unique(breaks.begin(), breaks.end()), breaks.end());
    Step(day, true);
    for (const Date& later : breaks) {
      Step(later, false);
    }
  }

  // Computes on which day each term becomes true as things stand at the end of `day`.
  void Turn(Date day) {
    for (ClockTrack& track : clocks_) {
      while (track.next < track.phases.size() && track.phases[track.next].from <= day) {
        ++track.next;
      }
    }
    for (Term& term : terms_) {
      term.turns.reset();
      if (term.source == kNoSlot) {
        continue;
      }
      if (OfClock(term)) {
        const ClockTrack& track = clocks_[term.source];
        if (track.next > 0) {
          const ClockPhase& phase = track.phases[track.next - 1];
          term.turns =
              term.kind == TimeTerm::Kind::kOverdue ? phase.overdue_from : phase.warned_from;
        }
      } else if (const std::optional<Date> from = DayOf(slots_[term.source])) {
        if (term.kind == TimeTerm::Kind::kAgeAtLeast) {
          term.turns = Birthday(*from, term.bound);
        } else if (term.bound <= kLastDay - *from) {
          term.turns = AddDays(*from, term.bound);
        }
      }
    }
  }

  void Step(Date day, bool changed) {
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      flags_[i] = terms_[i].turns && *terms_[i].turns <= day;
    }
    bool any_unknown = false;
    for (Line& line : lines_) {
      // a measure without time terms stays as it is until the record changes
      if (changed || line.where.term_count + line.amount.term_count > 0) {
        Emit(day, Evaluate(line), line);
      }
      any_unknown = any_unknown || line.unknown;
    }
    for (std::size_t i = 0; i < gaps_.size(); ++i) {
      Line& line = gaps_[i];
      if (line.measure->version != 0) {
        const bool gap = any_unknown && HasUnknown(pack_.indicators[i]);
        Emit(day, gap ? Contribution{CellOf(line), 1} : Contribution{}, line);
      }
    }
  }

  std::span<const bool> FlagsOf(const Part& part) const {
    return {flags_.get() + part.first_term, part.term_count};
  }

  Contribution Evaluate(Line& line) const {
    const Value where = line.where.expression->Evaluate(slots_, FlagsOf(line.where));
    const bool* holds = where.As<bool>();
    line.unknown = holds == nullptr;
    if (holds == nullptr || !*holds) {
      return {};
    }
    std::optional<std::int64_t> amount = 1;
    if (line.amount.expression != nullptr) {
      amount = ScaledAmount(line.amount.expression->Evaluate(slots_, FlagsOf(line.amount)),
                            line.measure->scale);
    }
    // a record that does not say its period belongs to no total either
    line.unknown = !amount || (line.period != kNoSlot && slots_[line.period].IsEmpty());
    return line.unknown ? Contribution{} : Contribution{CellOf(line), *amount};
  }

  bool HasUnknown(const Indicator& indicator) const {
    const auto unknown = [this](const std::string& name) {
      const Measure* measure = pack_.FindMeasure(name);
      return measure != nullptr &&
             lines_[static_cast<std::size_t>(measure - pack_.measures.data())].unknown;
    };
    return std::any_of(indicator.numerator.begin(), indicator.numerator.end(), unknown) ||
           std::any_of(indicator.bases.begin(), indicator.bases.end(), [&](const Base& base) {
             return std::any_of(base.measures.begin(), base.measures.end(), unknown);
           });
  }

  UnitId UnitIn(std::size_t slot, UnitId otherwise) const {
    const UnitId* unit = slot == kNoSlot ? nullptr : slots_[slot].As<UnitId>();
    return unit == nullptr ? otherwise : *unit;
  }

  CellKey CellOf(const Line& line) const {
    CellKey cell;
    cell.measure = line.measure->version;
    if (line.period != kNoSlot) {
      cell.period = TextOf(slots_[line.period]);
    }
    for (std::size_t i = 0; i < line.by.size(); ++i) {
      cell.breakdown += i == 0 ? "" : ";";
      cell.breakdown += line.measure->by[i];
      cell.breakdown += '=';
      if (line.by[i] != kNoSlot) {
        cell.breakdown += TextOf(slots_[line.by[i]]);
      }
    }
    cell.region = UnitIn(region_, kNoUnit);
    cell.responsible = UnitIn(responsible_, cell.region);
    return cell;
  }

  void Emit(Date day, Contribution now, Line& line) {
    if (now.amount == line.last.amount && (now.amount == 0 || now.cell == line.last.cell)) {
      return;
    }
    if (line.last.amount != 0 && (now.amount == 0 || now.cell != line.last.cell)) {
      out_[line.last.cell].push_back({day, 0});
    }
    if (now.amount != 0) {
      out_[now.cell].push_back({day, now.amount});
    }
    line.last = std::move(now);
  }

  const Pack& pack_;
  const EffectiveHistory& history_;
  const Calendar& calendar_;
  std::vector<Value> slots_;  // the record now
  std::vector<bool> read_;    // by slot: some expression or cell reads it
  std::size_t region_ = kNoSlot;
  std::size_t responsible_ = kNoSlot;
  std::vector<ClockTrack> clocks_;  // by clock of the pack
  std::vector<Term> terms_;
  std::unique_ptr<bool[]> flags_;  // by term
  std::vector<Line> lines_;        // by measure of the pack
  std::vector<Line> gaps_;         // not_filled, by indicator of the pack
  Timeline out_;
};

// Appends where and by how much the lead of `after` over `before` changes in one cell.
void AddDeltas(const CellKey& cell,
               const std::vector<TimelineStep>& before,
               const std::vector<TimelineStep>& after,
               std::vector<CellDelta>& out) {
  std::size_t b = 0;
  std::size_t a = 0;
  std::int64_t lead = 0;  // after − before, up to the day looked at
  while (b < before.size() || a < after.size()) {
    const bool from_before = b < before.size();
    const bool from_after = a < after.size();
    const Date day = !from_after    ? before[b].day
                     : !from_before ? after[a].day
                                    : std::min(before[b].day, after[a].day);
    if (from_before && before[b].day == day) {
      ++b;
    }
    if (from_after && after[a].day == day) {
      ++a;
    }
    const std::int64_t now =
        (a == 0 ? 0 : after[a - 1].amount) - (b == 0 ? 0 : before[b - 1].amount);
    if (now != lead) {
      out.push_back({cell, day, now - lead});
      lead = now;
    }
  }
}

}  // namespace

Timeline BuildTimeline(const Pack& pack, const History& history, const Calendar& calendar) {
  if (pack.measures.empty()) {
    return {};
  }
  const EffectiveHistory effective(history);
  if (effective.changes().empty()) {
    return {};
  }
  return Builder(pack, effective, calendar).Build();
}

std::vector<CellDelta> Difference(const Timeline& before, const Timeline& after) {
  static const std::vector<TimelineStep> kNothing;
  std::vector<CellDelta> out;
  auto b = before.begin();
  auto a = after.begin();
  while (b != before.end() || a != after.end()) {
    if (a == after.end() || (b != before.end() && b->first < a->first)) {
      AddDeltas(b->first, b->second, kNothing, out);
      ++b;
    } else if (b == before.end() || a->first < b->first) {
      AddDeltas(a->first, kNothing, a->second, out);
      ++a;
    } else {
      AddDeltas(a->first, b->second, a->second, out);
      ++b;
      ++a;
    }
  }
  return out;
}

}  // namespace luoshi::rules
