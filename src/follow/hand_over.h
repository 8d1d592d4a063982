// Tasks given out across jurisdictions. No reference crosses a journal, so the part a unit gets in
// its own journal names its task in text (`origin`: "jurisdiction/record", `origin_name`).
#pragma once

#include "follow/follower.h"

namespace luoshi::follow {

inline constexpr std::string_view kHandOver = "hand_over";

bool HandsOver(const root::Directory& directory);  // the task pack is there

// A task that was given out: a part for each lead or assisting unit of another jurisdiction, given
// out there on the same day; later its due day, requirement, content and target are kept, and it is
// dropped with its task. A part that reports progress, is closed, or goes back: a progress row of
// its task that names the unit. What parts are is told by who made them, not by what a field says.
// Given out a second time, a task makes no second part: its id is taken.
Status HandOver(const Around& around, const Event& event, std::vector<Group>& groups);

// The id of the part of a task that `unit` gets.
RecordId PartOf(JurisdictionId jurisdiction, const RecordId& task, UnitId unit);

}  // namespace luoshi::follow
