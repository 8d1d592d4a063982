// Clocks 时限: pure functions of a record's history and the calendar.
//
// A stage clock has one run for each stay in its states: a stay begins when the record enters one
// of them from outside and ends when it moves outside. A business clock has one run, from the first
// of its states on, that stops while the record is closed and goes on with the same start and due
// day when it is reopened. A clock without states runs in every state that is not closed.
//
// The due day is the end of start + limit, or the end of the day in the due field. A pause moves it
// by the days (working days, milliseconds) that stood still, in the unit of the limit; a day counts
// as paused when it ends paused, so pausing and resuming on one day moves nothing. An extension
// sets a new due day; so does a change of the due field. Either of them is absolute: pauses before
// it no longer count. Closing, like resuming, ends a pause.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/calendar.h"
#include "rules/history.h"

namespace luoshi::rules {

struct ClockRun {
  const Clock* clock = nullptr;
  DateTime started;
  // The event that started it or last moved its due day. A correction that changed the due field
  // counts as having moved it: steps taken for the wrong day do not stand for those of the right.
  EventId anchor;
  std::optional<DateTime> due;  // absent while the deadline field is empty; of a day-based clock
                                // the last millisecond of the due day
  bool provisional = false;     // due counted through a year not yet published
  bool paused = false;          // at the end of the history
  DateTime paused_since;        // when paused: since then `due` stands still
  std::optional<DateTime> stopped;  // left its states, or closed
  std::string pause_reason;

  // The first day at whose end it counts as overdue; nullopt while there is no due day, and when a
  // pause or its end came before it. A day-based clock is overdue from the day after its due day.
  std::optional<Date> OverdueFrom() const;
};

// By clock in the order of the pack, then in the order they started. Points into `pack`.
std::vector<ClockRun> RunClocks(const Pack& pack, const History& history, const Calendar& calendar);

// How one clock stands at the end of each day from `from` on, until the next phase begins: what
// overdue(…) and warned(…) in measures ask. Warned from the day of its first warning step (without
// one: its first reminder) and as long as it runs, overdue or not.
struct ClockPhase {
  Date from;
  std::optional<Date> overdue_from;
  std::optional<Date> warned_from;
  bool operator==(const ClockPhase&) const = default;
};

// Days ascending, all different; before the first one it did not run.
std::vector<ClockPhase> ClockPhases(const Pack& pack,
                                    const Clock& clock,
                                    const EffectiveHistory& history,
                                    const Calendar& calendar);

// A step that will fall due if nothing happens to the record.
struct DueStep {
  std::string clock;
  const ClockStep* step = nullptr;
  EventId anchor;  // with record, clock and step it makes the id of the command (invariant 9)
  // 08:30 of a working day for steps counted in days, the moment for hours. Where that day is none,
  // a step up to the due day comes on the working day before, one after it on the next; a
  // kOverdue or kEscalation step with offset 0 comes on the first overdue day. It may have passed.
  DateTime at;
};

// Steps of runs that are still going and not paused, in time order; those already in the history as
// kStep with the same anchor (Change::target) are left out, even if somebody took them back.
std::vector<DueStep> PendingSteps(const Pack& pack,
                                  const History& history,
                                  const Calendar& calendar);

}  // namespace luoshi::rules
