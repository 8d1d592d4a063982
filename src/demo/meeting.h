// The meeting of 1 September: its text, the tasks that the clerk makes of it, and what becomes of
// them; and one task of the county that is given to two towns.
#pragma once

#include <string>
#include <string_view>

#include "demo/field_work.h"

namespace luoshi::demo {

// A speech of our own, built as such speeches are.
std::string_view MeetingText();

// Registers the text, completes the drafts (五定) and gives them out. The text is kept in `folder`.
Status HoldMeeting(Hand& hand, const Town& town, const std::string& folder);
// Receiving, progress, reports, closings and what goes wrong with them.
Status PlanTasks(Hand& hand, const Town& town, Agenda& agenda);
Status PlanCountyTask(Hand& hand, const County& county, Agenda& agenda);

}  // namespace luoshi::demo
