// What is to be done: the list of tasks of a unit, and what lies with the units of one actor.
#pragma once

#include <string>
#include <vector>

#include "app/app.h"

namespace luoshi::app {

struct WorkItem {
  RecordId record;
  JurisdictionId jurisdiction{};
  std::string pack;
  std::string number;  // "" in registers without one
  std::string title;   // masked where personal
  UnitId region = kNoUnit;
  UnitId responsible = kNoUnit;
  std::string state;
  std::string state_title;
  std::string person;  // of a task: 责任人
  std::optional<Date> due;
  bool closed = false;
  bool overdue = false;  // open, and its day has passed
};

// Tasks below `unit` that the scope may open, by due day; dropped ones are left out.
Result<std::vector<WorkItem>> ListTasks(App& app, const access::Scope& scope, UnitId unit);

// The units a user works for: those of his posts and grants in force.
std::vector<UnitId> UnitsOf(const App& app, const access::Scope& scope);
// The unit whose progress he is shown first: of his first post or grant, that of an office being
// the one it belongs to. kNoUnit when he has none.
UnitId HomeUnitOf(const App& app, const access::Scope& scope);

struct InboxRegister {
  std::string pack;
  std::int64_t open = 0;  // all of them; `items` are the first
  std::vector<WorkItem> items;
};
// Open items for which one of his units is responsible, tasks first; of each register at most
// `limit` items by due day. Units below a village count as the village.
Result<std::vector<InboxRegister>> ReadInbox(App& app,
                                             const access::Scope& scope,
                                             std::size_t limit);

}  // namespace luoshi::app
