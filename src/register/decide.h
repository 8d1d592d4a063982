// Deciding one command about one record: what change it asks for, from which day it counts, who may
// do it and when. Everything here looks at nothing but what it is handed; what needs other records
// is in working_set.h, the order of it all in batch.cc.
#pragma once

#include "access/scope.h"
#include "register/command.h"
#include "register/working_set.h"

namespace luoshi::registers {

// ---- What is asked

// Whether deciding needs the personal values of earlier events: WorkingSet::FillHistory.
bool NeedsPersonalHistory(const rules::Pack& pack, const RecordCommand& command);
// The change a command asks for, without position and days. kInvalid field.*, record.wrong_state,
// transition.unknown, event.unknown, command.nothing; kConflict record.changed_since.
Result<rules::Change> ReadChange(const access::Scope& scope,
                                 const RecordCommand& command,
                                 const Loaded& loaded);
// A late event counts on the day it happened, never before the last event that set one of the same
// fields or the state; a correction takes the day of the event it names (invariant 4).
Date CountsOn(const Loaded& loaded, const rules::Change& change);

// ---- Derived fields

// They are part of the event that changed what they are made of; a correction's belong to the day
// of the event it names. `history` ends with `change`; `checked`: the fields after it, as the form
// made them.
Status SetDerived(const Loaded& loaded,
                  const rules::History& history,
                  const Fields& checked,
                  rules::Change& change);
// What was changed or taken away earlier must leave later derived values right: they stand in later
// events, which nobody may rewrite. kConflict record.changed_since.
Status CheckDerived(const Loaded& loaded,
                    const rules::History& history,
                    const rules::RecordState& after);

// ---- Who may, and when

// kForbidden access.rows.
Status CheckMayChange(const root::Directory& directory,
                      const access::Scope& scope,
                      const rules::Pack& pack,
                      const Fields& fields);
// What the sender saw of the record is still so. kConflict record.stale with both values, which of
// a personal field are not told.
Status CheckStale(const Loaded& loaded, const RecordCommand& command);
// A transition: its roles (docs/formats/pack.md says where they are held), guard, required fields,
// independence (invariant 8). `after`: the fields after it. kForbidden access.role,
// record.not_independent; kInvalid record.guard, field.required.
Status CheckMove(const access::Scope& scope,
                 const Loaded& loaded,
                 const rules::Change& change,
                 const Fields& after);
// A pause, resumption, extension or step of a clock. kForbidden access.role; kInvalid clock.*,
// field.required.
Status CheckClock(const access::Scope& scope,
                  const Loaded& loaded,
                  const rules::Change& change,
                  const rules::Calendar& calendar,
                  UnitId unit);

}  // namespace luoshi::registers
