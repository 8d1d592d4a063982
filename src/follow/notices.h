// Who is told what: read from the steps that happened, never stored or sent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/scope.h"
#include "storage/store.h"

namespace luoshi::follow {

struct Notice {
  DateTime at;  // when the step fell due
  EventId event;
  JurisdictionId jurisdiction{};
  RecordId record;
  std::string pack;
  UnitId unit = kNoUnit;  // the region of the record
  std::string clock;
  std::string step;
  rules::StepKind kind = rules::StepKind::kReminder;
  bool holds = false;  // the item went to a role of his: 待办, not only 提醒
  std::optional<Date> due;
  // 任务（东村）：办理时限已过，应于2026年3月31日前完成. Names a register, a unit and a day, never
  // a field of the record: it may be read over a shoulder.
  std::string text;
};

// The inbox 待办/提醒 of who asks: for each clock that still runs as it did when a step of it
// happened, the last step that tells a role which he is the one to hold today (Directory::HoldersOf
// the responsible unit, else the region). An item that a role holds stands there for whoever has
// the role now. Newest first, at most `limit`. Cost: the open records of the packs that tell his
// roles.
Result<std::vector<Notice>> NoticesFor(storage::Tx& tx,
                                       const root::Directory& directory,
                                       const access::Scope& scope,
                                       Date today,
                                       std::size_t limit);

// What the desk must be told when working days of a year that begins within a month are not known
// yet: until they are, deadlines are provisional. calendar.missing; nullopt when all is well.
std::optional<Error> CalendarWarning(const root::Directory& directory, Date today);

}  // namespace luoshi::follow
