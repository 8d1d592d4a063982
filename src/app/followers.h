// Runs the followers of follow/, and what stands beside them: erasing a record, the inbox.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/app.h"
#include "follow/notices.h"

namespace luoshi::app {

// Runs every follower over every journal until nothing is left (or, where packs carry in a circle,
// until it has gone round often enough), in batches of bounded size, each durable before its cursor
// moves. Returns how many commands became events that were none before.
// Two runs at once, a run that was cut off, lost cursors: all harmless, for the ids of the commands
// derive from what they follow. A command the register refuses (a closed clock, a task that is
// gone) is passed over and noted: ReadRefusals. kUnavailable, kInternal and kConflict
// journal.fenced end the run; the next one goes on from there.
Result<std::int64_t> RunFollowers(App& app);

// What a follower asked for and did not get, the newest of each journal first. A step that is taken
// later leaves the list.
struct Refusal {
  JurisdictionId jurisdiction{};
  std::string follower;
  RecordId record;
  std::string reason;  // key and pointer of the error
  DateTime at;
};
Result<std::vector<Refusal>> ReadRefusals(App& app);
Result<std::int64_t> CountRefusals(App& app);

// Erases what is personal of a record, wherever it is: noted beside the keys first, then in the
// root journal, then done. Repeating it changes nothing. kForbidden access.administer; kInvalid
// field.required without a basis; kNotFound record.missing.
Status Erase(App& app,
             const access::Scope& scope,
             const RecordId& record,
             const std::string& basis);
// What is noted beside the keys is erased here too: the first thing after a restore.
Status ReapplyErasures(App& app);

// follow::NoticesFor of who asks, today.
Result<std::vector<follow::Notice>> NoticesFor(App& app,
                                               const access::Scope& scope,
                                               std::size_t limit);

}  // namespace luoshi::app
