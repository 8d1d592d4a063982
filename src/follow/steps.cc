#include "follow/steps.h"

#include <algorithm>

#include "register/record.h"
#include "storage/record_table.h"

namespace luoshi::follow {
namespace {

std::string HolderAfter(const rules::Pack& pack, const storage::DueStepRow& due) {
  const rules::Clock* clock = pack.FindClock(due.clock);
  if (clock == nullptr) {
    return "";
  }
  const auto step = std::find_if(clock->steps.begin(), clock->steps.end(),
                                 [&](const rules::ClockStep& one) { return one.name == due.step; });
  return step == clock->steps.end() || step->kind != rules::StepKind::kEscalation ? ""
                                                                                  : step->assign;
}

}  // namespace

Result<std::vector<Group>> DueSteps(const Around& around,
                                    JurisdictionId jurisdiction,
                                    DateTime now,
                                    std::int64_t limit) {
  TRY_ASSIGN(const std::vector<storage::DueStepRow> due,
             storage::ReadDueSteps(around.tx, jurisdiction, now, limit));
  std::vector<Group> groups;
  for (const storage::DueStepRow& step : due) {
    TRY_ASSIGN(const std::optional<storage::RecordRow> row,
               storage::GetRecord(around.tx, jurisdiction, step.record));
    const rules::Pack* pack = row ? around.directory.FindPack(row->pack) : nullptr;
    if (pack == nullptr) {
      return registers::DamagedRecord(row ? row->pack : "", step.record,
                                      Error{ErrorCode::kInternal, "pack.unknown"});
    }
    registers::RecordCommand command;
    command.origin = FollowingOrigin(
        kSteps, step.at,
        {"step", step.record.AsBytes(), step.clock, step.anchor.AsBytes(), step.step});
    command.jurisdiction = jurisdiction;
    command.pack = pack->name;
    command.record = step.record;
    command.act = rules::Act::kStep;
    command.target = step.anchor;
    command.clock = step.clock;
    command.step = step.step;
    command.holder = HolderAfter(*pack, step);
    groups.push_back({std::move(command)});
  }
  return groups;
}

}  // namespace luoshi::follow
