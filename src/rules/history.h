// A record as the sequence of its changes, and the state they fold to. Everything about a record is
// a pure function of its history: state, clocks, timelines.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/event.h"
#include "rules/definition.h"

namespace luoshi::rules {

enum class Act {
  kCreate,
  kChange,
  kMove,      // a transition of the lifecycle, with the fields it sets
  kCorrect,   // replaces fields of the event it names, from that event's day on
  kTakeBack,  // undoes the event it names; of a kCreate: the record is void
  kPause,     // a clock stops for a typed reason
  kResume,
  kExtend,  // a clock's due day is moved
  kStep,    // a clock step happened: somebody was told, or the item was assigned to a role
};

std::string_view ActName(Act act);  // "create", …; the event's kind is "record." + this
std::optional<Act> ParseAct(std::string_view name);

struct Change {
  Position position = 0;
  EventId event;
  Act act = Act::kChange;
  Date counts_on;  // from this day it counts; never before the record's creation
  Date known_on;   // the day it was recorded
  DateTime occurred;
  std::string actor;        // who did it
  std::string reporter;     // on_behalf_of, when somebody wrote it down for him
  std::string transition;   // kMove
  std::string state;        // kCreate, kMove: the state after it
  Fields set;               // kCreate, kChange, kMove, kCorrect; personal ones only while opened;
                            // an empty value clears the field
  Fields append;            // groups: rows added at the end (each value is GroupRows)
  EventId target;           // kCorrect, kTakeBack: the event meant; kStep: ClockRun::anchor
  std::string clock;        // kPause, kResume, kExtend, kStep
  std::string reason;       // kPause: the typed reason; kExtend, kTakeBack, kCorrect: why
  std::optional<Date> due;  // kExtend: the new due day
  std::string step;         // kStep
  std::string holder;       // kStep: the role that holds the item from now on
  bool operator==(const Change&) const = default;
};

using History = std::vector<Change>;  // in journal order

struct RecordState {
  Fields fields;
  std::string state;          // lifecycle state; "" without one
  bool voided = false;        // its creation was taken back
  std::string holder;         // role it escalated to; "" until then
  std::int64_t returned = 0;  // how often it came back (退回, 反弹)
  // Who created, changed, moved or corrected it, or reported such a thing: each once, in the order
  // they first did. What was taken back makes nobody a handler, nor does a move that verifies or
  // sends back and sets no more than it requires: whoever looked may look again.
  std::vector<std::string> handlers;
  bool operator==(const RecordState&) const = default;
};

// A change in force and the corrections that made it what it is.
struct InForce {
  const Change* change = nullptr;          // with `set` and `append` as corrected
  std::vector<const Change*> corrections;  // in force, in journal order
};

// What of a history is in force, ordered by the day it counts from and then by position.
//
// A correction replaces fields in the event it names (rows that event appended to a group are
// replaced as a whole) and counts from that event's day; a correction of a correction corrects the
// original event; of several, the last one wins. Corrections, what was taken back and take-backs
// are gone from it; a take-back that was itself taken back undoes nothing. When the creation was
// taken back nothing is in force. What names an event that is not there before it has no effect,
// nor has a correction of a pause, an extension or a step: those are taken back and done anew.
class EffectiveHistory {
 public:
  // REQUIRES: `history` outlives this and does not change meanwhile
  explicit EffectiveHistory(const History& history);
  EffectiveHistory(const EffectiveHistory&) = delete;
  EffectiveHistory& operator=(const EffectiveHistory&) = delete;
  ~EffectiveHistory() = default;

  bool voided() const { return voided_; }
  const std::vector<InForce>& changes() const { return changes_; }

 private:
  void TakeAllWithCorrections(const History& history);

  bool voided_ = false;
  std::vector<InForce> changes_;
  std::deque<Change> corrected_;  // copies of the changes that corrections touched
};

// The same as plain changes.
History Effective(const History& history);

RecordState Fold(const Pack& pack, const History& history);
// As it was at the end of `day` by the effective history (what happened, not what was known).
// Before its creation: no fields, no state.
RecordState FoldAsOf(const Pack& pack, const History& history, Date day);

// A change as JSON and back: how a record keeps its history in one row. The caller takes personal
// fields out of `set` before. Reading fails with kInvalid json.*, uuid.invalid, date.invalid,
// change.act and what ReadFields says of values.
JsonObject WriteChange(const Change& change);
Result<Change> ReadChange(const Pack& pack, const JsonObject& json);

}  // namespace luoshi::rules
