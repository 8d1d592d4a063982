// A record as the sequence of its changes, and the state they fold to. Everything about a record is
// a pure function of its history: state, clocks, timelines.
#pragma once

#include <optional>
#include <string>
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
  Date counts_on;  // from this day it counts
  Date known_on;   // the day it was recorded
  DateTime occurred;
  std::string actor;        // who did it
  std::string reporter;     // on_behalf_of, when somebody wrote it down for him
  std::string transition;   // kMove
  std::string state;        // kCreate, kMove: the state after it
  Fields set;               // kCreate, kChange, kMove, kCorrect; personal ones only while opened
  Fields append;            // groups: rows added at the end (each value is GroupRows)
  EventId target;           // kCorrect, kTakeBack
  std::string clock;        // kPause, kResume, kExtend, kStep
  std::string reason;       // kPause: the typed reason; kExtend, kTakeBack, kCorrect: why
  std::optional<Date> due;  // kExtend: the new due day
  std::string step;         // kStep
  std::string holder;       // kStep: the role that holds the item from now on
};

using History = std::vector<Change>;  // in journal order

struct RecordState {
  Fields fields;
  std::string state;                  // lifecycle state; "" without one
  bool voided = false;                // its creation was taken back
  std::string holder;                 // role it escalated to; "" until then
  std::int64_t returned = 0;          // how often it came back (退回, 反弹)
  std::vector<std::string> handlers;  // who created, changed or moved it, or reported such a thing
};

// The changes that are in force, each with what corrections made of it, ordered by the day they
// count from and then by position; corrections and what was taken back are gone from it.
History Effective(const History& history);

RecordState Fold(const Pack& pack, const History& history);
// As it was at the end of `day` by the effective history (what happened, not what was known).
RecordState FoldAsOf(const Pack& pack, const History& history, Date day);

// The clear part of a change as JSON and back: how a record keeps its history in one row.
JsonObject WriteChange(const Change& change);
Result<Change> ReadChange(const Pack& pack, const JsonObject& json);

}  // namespace luoshi::rules
