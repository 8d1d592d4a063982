// Clocks 时限: pure functions of a record's history and the calendar.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/calendar.h"
#include "rules/history.h"

namespace luoshi::rules {

// One run of a clock: a stage clock has one for each stay in its states, a business clock one that
// goes on through all of them.
struct ClockRun {
  const Clock* clock = nullptr;
  DateTime started;
  EventId anchor;                   // the event that started it or last moved its due day
  std::optional<DateTime> due;      // absent while the deadline field is empty
  bool provisional = false;         // due counted through a year not yet published
  bool paused = false;              // at the end of the history
  std::optional<DateTime> stopped;  // left its states, or closed
  std::string pause_reason;

  // The first day on which it counts as overdue; nullopt while there is no due day. A day-based
  // clock is overdue from the day after its due day.
  std::optional<Date> OverdueFrom() const;
};

std::vector<ClockRun> RunClocks(const Pack& pack, const History& history, const Calendar& calendar);

// A step that will fall due if nothing happens to the record.
struct DueStep {
  std::string clock;
  const ClockStep* step = nullptr;
  EventId anchor;  // with record, clock and step it makes the id of the command (invariant 9)
  DateTime at;     // 08:30 of a working day for steps counted in days; the moment for hours
};

// Steps of runs that are still going and not paused, in time order; those already in the history as
// kStep with the same anchor are left out.
std::vector<DueStep> PendingSteps(const Pack& pack,
                                  const History& history,
                                  const Calendar& calendar);

}  // namespace luoshi::rules
