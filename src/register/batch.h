// The way into the registers: commands are decided one by one, in order, and become events, record
// state, lookups, due steps and figure deltas, all in the caller's transaction. A refused command
// leaves no trace.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "access/scope.h"
#include "journal/journal.h"
#include "register/command.h"
#include "rules/timeline.h"
#include "storage/store.h"

namespace luoshi::registers {

// A change of a cell, and the day it became known.
struct StampedDelta {
  rules::CellDelta delta;
  Date known_on;
};
using Deltas = std::map<JurisdictionId, std::vector<StampedDelta>>;

class Batch {
 public:
  // All references must outlive the batch. `now` is the server's time for all of it.
  Batch(storage::Tx& tx,
        const root::Directory& directory,
        const journal::Keyring& keyring,
        Random& random,
        DateTime now);
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  // Decides one command against the state as this batch has left it. Who acts is who `scope` says.
  // Nothing is said of a record's content before it is sure that he may open and change it.
  // Refusals:
  //   kInvalid    command.in_future, command.nothing, journal.event_*, pack.unknown,
  //   jurisdiction.unknown, field.*,
  //               record.exists, record.key_taken, record.wrong_state, record.guard, unit.unknown,
  //               reference.missing, transition.unknown, event.unknown, clock.*
  //   kForbidden  access.rows, access.role, record.not_independent
  //   kNotFound   record.missing: it is not there, or not there for who asks (MayRead), which is
  //               the same answer; a reference to such a record is reference.missing
  //   kConflict   record.stale (with both values), record.changed_since
  Result<Applied> Apply(const access::Scope& scope, const RecordCommand& command);

  // Between BeginGroup and EndGroup commands stand or fall together: after a refusal call
  // DropGroup, and nothing of the group has happened. Outside of a group each command is its own.
  void BeginGroup();
  // What fails here (a database, a record erased meanwhile) ends the whole batch: it cannot go on.
  Status EndGroup();
  void DropGroup();

  // Writes everything. kConflict journal.fenced: somebody else wrote to a journal in between; the
  // transaction must be rolled back and the commands decided anew.
  Status Finish();

  // What figures must add; complete after Finish.
  const Deltas& deltas() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace luoshi::registers
