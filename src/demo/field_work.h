// Eight weeks of work in the villages, 2026-09-01 to 2026-10-26: what is done on which day and by
// whom. Plans are made from the registers as they are; a day's work is sent in a few large groups.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "demo/hand.h"
#include "demo/people.h"

namespace luoshi::demo {

// A day of 2026. REQUIRES: it exists.
Date DayOf(int month, int day);

inline Date FirstDay() { return DayOf(9, 1); }
inline Date MergerDay() { return DayOf(10, 8); }
inline Date LastDay() { return DayOf(10, 26); }

// What is to be done, by day and in the order it was put in. A step queues commands of its hand.
class Agenda {
 public:
  using Step = std::function<Status()>;
  void Add(Date day, Step step) { steps_[day].push_back(std::move(step)); }
  // Goes through all days up to `last`, weekends too, and does what stands there.
  Status Work(Hand& hand, Date last, const std::function<void(std::string_view)>& progress);

 private:
  std::map<Date, std::vector<Step>> steps_;
};

// The first working day from `day` on.
Date WorkingDay(const app::App& app, Date day);
// By region; REQUIRES: a village of the town.
std::size_t VillageOf(const Town& town, UnitId region);
// Who keeps a village's records on a day: after the merger the first village's people keep those of
// the other one too.
const Village& KeeperOf(const Town& town, std::size_t village, Date day);

// A record that does not exist yet.
Row NewRow(const Town& town, std::string_view name);

// Insurance fees until `percent` of all that is due are paid, rounded half up to whole persons, one
// village staying far behind; corrections, take-backs and refused attempts on the way.
Status PlanFees(Hand& hand, const Town& town, int percent, Agenda& agenda, SeededRandom& random);
// Hazards ordered, rectified, verified by somebody else, late, overdue, sent back and come back.
Status PlanHazards(Hand& hand, const Town& town, Agenda& agenda, SeededRandom& random);
// Monitored households helped since spring; at the end the risk is removed for `removed` of them.
Status PlanMonitoring(Hand& hand, const Town& town, int before, int removed, Agenda& agenda);
// Projects signed, started, invested in; their milestones.
Status PlanProjects(Hand& hand, const Town& town, Agenda& agenda);
// The deputy confirms what the finance office entered, a few days after it came.
Status PlanRevenue(Hand& hand, const Town& town, Agenda& agenda, Date day);

}  // namespace luoshi::demo
