// A record made anew from its events alone: what its row, its lookups, its due steps and its cells
// must be. Batch writes rows by the same functions, so the two can only differ when something
// stored was changed behind the program's back — or when the program is wrong.
#pragma once

#include <optional>
#include <vector>

#include "register/batch.h"
#include "register/record.h"

namespace luoshi::registers {

// `sealed` stays empty: ciphertext differs each time it is made.
storage::RecordRow RowOf(const rules::Pack& pack,
                         const RecordId& id,
                         const rules::RecordState& state,
                         const rules::History& history,
                         Position position);

std::vector<storage::DueStepRow> DueStepsOf(const rules::Pack& pack,
                                            const RecordId& id,
                                            const rules::RecordState& state,
                                            const rules::History& history,
                                            const rules::Calendar& calendar);

struct Replayed {
  storage::RecordRow row;
  std::string sealed_part;  // what its row seals: SealedPart; "" when erased
  bool erased = false;      // personal parts could not be opened any more
  std::vector<storage::Lookup> lookups;
  std::vector<storage::DueStepRow> due_steps;
  std::vector<StampedDelta> deltas;
  std::int64_t events = 0;
};

// A root event by which timelines are derived anew: a calendar year, or a new version of a pack.
struct Epoch {
  Position root_position = 0;
  Date known_on;
  std::string pack;  // "" for a calendar: every pack
};

// kInternal journal.damaged, keys.wrong. A record without events: zero events.
Result<Replayed> Replay(storage::Tx& tx,
                        const root::Directory& directory,
                        JurisdictionId jurisdiction,
                        const RecordId& id,
                        const journal::Keyring& keyring,
                        const std::vector<Epoch>& epochs);

}  // namespace luoshi::registers
