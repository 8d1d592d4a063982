#include "rules/clock.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace luoshi::rules {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

DateTime EndOf(Date day) { return {DateTime::At(day + 1).ms - 1}; }

DateTime AddHours(DateTime moment, std::int64_t count) {
  constexpr std::int64_t kMost = 100'000'000;  // more hours than there are days to count
  const std::int64_t hours = std::clamp(count, -kMost, kMost);
  return std::clamp(DateTime{moment.ms + hours * kHourMs}, DateTime::At(kFirstDay),
                    EndOf(kLastDay));
}

// When a change counts, to the millisecond: when it occurred, but inside the day it counts on.
DateTime MomentOf(const Change& change) {
  return std::clamp(change.occurred, DateTime::At(change.counts_on), EndOf(change.counts_on));
}

std::optional<DateTime> DeadlineIn(const Value& value) {
  const Date* day = value.As<Date>();
  return day == nullptr ? std::optional<DateTime>() : EndOf(*day);
}

// Overdue at the end of the day that holds the first moment after `due`.
Date DayAfter(DateTime due) { return DateTime{due.ms + 1}.date(); }

DateTime StepMoment(const ClockStep& step, DateTime due, const Calendar& calendar) {
  if (step.offset.unit == LimitUnit::kHours) {
    return AddHours(due, step.offset.amount);
  }
  const Date due_day = due.date();
  Date day = step.offset.unit == LimitUnit::kDays
                 ? AddDays(due_day, step.offset.amount)
                 : calendar.AddWorkingDays(due_day, step.offset.amount);
  if (step.offset.amount >= 0 &&
      (step.kind == StepKind::kOverdue || step.kind == StepKind::kEscalation)) {
    day = std::min(std::max(day, DayAfter(due)), kLastDay);
  }
  if (!calendar.IsWorkingDay(day)) {
    day = calendar.AddWorkingDays(day, day <= due_day ? -1 : 1);
  }
  return DateTime::At(day, 8, 30);
}

// Follows one clock through a history.
class Walk {
 public:
  Walk(const Pack& pack, const Clock& clock, const Calendar& calendar)
      : pack_(pack), clock_(clock), calendar_(calendar) {}

  void Through(const EffectiveHistory& history) {
    for (const InForce& entry : history.changes()) {
      Take(entry);
      Note(entry.change->counts_on);
    }
  }

  std::vector<ClockRun>& runs() { return runs_; }
  std::vector<ClockPhase>& phases() { return phases_; }

 private:
  LimitUnit unit() const { return clock_.limit ? clock_.limit->unit : LimitUnit::kDays; }
  bool Open() const { return !runs_.empty() && !runs_.back().stopped; }

  bool Closed(std::string_view state) const {
    const State* found = pack_.FindState(state);
    return found != nullptr && found->closed;
  }

  bool RunsIn(std::string_view state) const {
    if (clock_.states.empty()) {
      return !Closed(state);
    }
    return std::find(clock_.states.begin(), clock_.states.end(), state) != clock_.states.end();
  }

  void Take(const InForce& entry) {
    const Change& change = *entry.change;
    switch (change.act) {
      case Act::kCreate:
      case Act::kMove: {
        const bool moved = TakeDeadline(entry);
        const std::size_t before = runs_.size();
        TakeState(change);
        if (moved && runs_.size() == before) {
          FollowDeadline(change);
        }
        return;
      }
      case Act::kChange:
        if (TakeDeadline(entry)) {
          FollowDeadline(change);
        }
        return;
      case Act::kPause:
        if (Meant(change) && !runs_.back().paused) {
          runs_.back().paused = true;
          runs_.back().paused_since = MomentOf(change);
          runs_.back().pause_reason = change.reason;
        }
        return;
      case Act::kResume:
        if (Meant(change)) {
          Resume(change);
        }
        return;
      case Act::kExtend:
        if (Meant(change) && change.due) {
          SetDue(EndOf(*change.due), change.event, change);
        }
        return;
      case Act::kCorrect:
      case Act::kTakeBack:
      case Act::kStep:
        return;
    }
  }

  bool Meant(const Change& change) const { return change.clock == clock_.name && Open(); }

  // Remembers what the due field says after `entry`; true when that is something new.
  bool TakeDeadline(const InForce& entry) {
    if (clock_.due_field.empty()) {
      return false;
    }
    const auto found = entry.change->set.find(clock_.due_field);
    if (found == entry.change->set.end()) {
      return false;
    }
    const std::optional<DateTime> deadline = DeadlineIn(found->second);
    if (deadline == deadline_) {
      return false;
    }
    deadline_ = deadline;
    corrected_by_ = nullptr;
    for (const Change* correction : entry.corrections) {
      if (correction->set.find(clock_.due_field) != correction->set.end()) {
        corrected_by_ = correction;
      }
    }
    return true;
  }

  void TakeState(const Change& change) {
    const std::string& state = change.state;
    if (clock_.business) {
      if (Open() && Closed(state)) {
        Stop(change);
      } else if (!runs_.empty() && runs_.back().stopped && !Closed(state)) {
        runs_.back().stopped.reset();
      } else if (runs_.empty() && RunsIn(state) && !Closed(state)) {
        Start(change);
      }
    } else if (Open() && !RunsIn(state)) {
      Stop(change);
    } else if (!Open() && RunsIn(state)) {
      Start(change);
    }
  }

  void Start(const Change& change) {
    ClockRun& run = runs_.emplace_back();
    run.clock = &clock_;
    run.started = MomentOf(change);
    run.anchor = change.event;
    if (!clock_.due_field.empty()) {
      run.due = deadline_;
      if (corrected_by_ != nullptr && corrected_by_->position > change.position) {
        run.anchor = corrected_by_->event;
      }
    } else if (clock_.limit) {
      const std::int64_t amount = clock_.limit->amount;
      const Date day = change.counts_on;
      switch (clock_.limit->unit) {
        case LimitUnit::kDays:
          run.due = EndOf(AddDays(day, amount));
          break;
        case LimitUnit::kWorkingDays:
          run.due = EndOf(calendar_.AddWorkingDays(day, amount));
          run.provisional = calendar_.IsProvisional(day, run.due->date());
          break;
        case LimitUnit::kHours:
          run.due = AddHours(run.started, amount);
          break;
      }
    }
  }

  void FollowDeadline(const Change& change) {
    // a business clock that stopped may go on; the stays of a stage clock that ended are over
    if (runs_.empty() || (!Open() && !clock_.business)) {
      return;
    }
    SetDue(deadline_, corrected_by_ != nullptr ? corrected_by_->event : change.event, change);
  }

  void SetDue(std::optional<DateTime> due, const EventId& anchor, const Change& change) {
    ClockRun& run = runs_.back();
    run.due = due;
    run.anchor = anchor;
    run.provisional = false;
    if (run.paused) {
      run.paused_since = MomentOf(change);  // what stood still before is in the new due day
    }
  }

  void Stop(const Change& change) {
    Resume(change);
    runs_.back().stopped = MomentOf(change);
  }

  void Resume(const Change& change) {
    ClockRun& run = runs_.back();
    if (!run.paused) {
      return;
    }
    run.paused = false;
    run.pause_reason.clear();
    if (!run.due) {
      return;
    }
    const Date from = run.paused_since.date();
    const Date until = change.counts_on;
    const Date due_day = run.due->date();
    DateTime moved = *run.due;
    switch (unit()) {
      case LimitUnit::kDays:
        if (until > from) {
          moved = EndOf(AddDays(due_day, until - from));
        }
        break;
      case LimitUnit::kWorkingDays: {
        // the days that ended paused: from the first one up to the day before it went on
        const std::int64_t still = calendar_.WorkingDaysBetween(from - 1, until - 1);
        if (still > 0) {
          moved = EndOf(calendar_.AddWorkingDays(due_day, still));
          run.provisional = run.provisional || calendar_.IsProvisional(from, until) ||
                            calendar_.IsProvisional(due_day, moved.date());
        }
        break;
      }
      case LimitUnit::kHours:
        moved.ms += std::max<std::int64_t>(0, MomentOf(change).ms - run.paused_since.ms);
        break;
    }
    if (moved != *run.due) {
      run.due = moved;
      run.anchor = change.event;
    }
  }

  std::optional<DateTime> Warning(DateTime due) const {
    std::optional<DateTime> first;
    for (const StepKind kind : {StepKind::kWarning, StepKind::kReminder}) {
      for (const ClockStep& step : clock_.steps) {
        if (step.kind == kind) {
          const DateTime at = StepMoment(step, due, calendar_);
          first = first ? std::min(*first, at) : at;
        }
      }
      if (first) {
        break;
      }
    }
    return first;
  }

  // How it stands after everything of `day` so far.
  void Note(Date day) {
    ClockPhase phase{day, std::nullopt, std::nullopt};
    if (Open() && runs_.back().due) {
      const ClockRun& run = runs_.back();
      phase.overdue_from = run.OverdueFrom();
      const std::optional<DateTime> warning = Warning(*run.due);
      if (warning && !(run.paused && run.paused_since < *warning)) {
        phase.warned_from = warning->date();
      }
    }
    if (!phases_.empty() && phases_.back().from == day) {
      phases_.back() = phase;
    } else {
      phases_.push_back(phase);
    }
  }

  const Pack& pack_;
  const Clock& clock_;
  const Calendar& calendar_;
  std::optional<DateTime> deadline_;      // what the due field says
  const Change* corrected_by_ = nullptr;  // the correction that made it say so
  std::vector<ClockRun> runs_;
  std::vector<ClockPhase> phases_;
};

}  // namespace

std::optional<Date> ClockRun::OverdueFrom() const {
  if (!due || (paused && paused_since <= *due)) {
    return std::nullopt;
  }
  const Date day = DayAfter(*due);
  if (day > kLastDay || (stopped && stopped->date() <= day)) {
    return std::nullopt;
  }
  return day;
}

std::vector<ClockRun> RunClocks(const Pack& pack,
                                const History& history,
                                const Calendar& calendar) {
  std::vector<ClockRun> out;
  if (pack.clocks.empty()) {
    return out;
  }
  const EffectiveHistory effective(history);
  for (const Clock& clock : pack.clocks) {
    Walk walk(pack, clock, calendar);
    walk.Through(effective);
    std::move(walk.runs().begin(), walk.runs().end(), std::back_inserter(out));
  }
  return out;
}

std::vector<ClockPhase> ClockPhases(const Pack& pack,
                                    const Clock& clock,
                                    const EffectiveHistory& history,
                                    const Calendar& calendar) {
  Walk walk(pack, clock, calendar);
  walk.Through(history);
  return std::move(walk.phases());
}

std::vector<DueStep> PendingSteps(const Pack& pack,
                                  const History& history,
                                  const Calendar& calendar) {
  std::vector<DueStep> out;
  for (const ClockRun& run : RunClocks(pack, history, calendar)) {
    if (run.stopped || run.paused || !run.due) {
      continue;
    }
    for (const ClockStep& step : run.clock->steps) {
      const bool taken = std::any_of(history.begin(), history.end(), [&](const Change& change) {
        return change.act == Act::kStep && change.clock == run.clock->name &&
               change.step == step.name && change.target == run.anchor;
      });
      if (!taken) {
        out.push_back({run.clock->name, &step, run.anchor, StepMoment(step, *run.due, calendar)});
      }
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const DueStep& a, const DueStep& b) { return a.at < b.at; });
  return out;
}

}  // namespace luoshi::rules
