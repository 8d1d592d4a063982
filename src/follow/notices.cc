#include "follow/notices.h"

#include <algorithm>
#include <map>
#include <set>

#include "register/record.h"
#include "rules/clock.h"
#include "storage/record_table.h"

namespace luoshi::follow {
namespace {

constexpr int kCalendarNoticeDays = 31;

std::string_view Said(rules::StepKind kind) {
  switch (kind) {
    case rules::StepKind::kReminder:
      return "快到期";
    case rules::StepKind::kWarning:
      return "临期";
    case rules::StepKind::kOverdue:
      return "已过";
    case rules::StepKind::kEscalation:
      return "已过，已提级";
  }
  return "";
}

// Reads the inbox of one user.
class Inbox {
 public:
  Inbox(const root::Directory& directory, const access::Scope& scope, Date today)
      : directory_(directory), scope_(scope), today_(today) {
    for (const root::Grant* grant : directory.GrantsOf(scope.actor().user, today)) {
      roles_.insert(grant->role);
    }
  }

  bool Concerns(const rules::Pack& pack) const {
    for (const rules::Clock& clock : pack.clocks) {
      for (const rules::ClockStep& step : clock.steps) {
        if (std::any_of(roles_.begin(), roles_.end(),
                        [&](const std::string& role) { return Tells(step, role); })) {
          return true;
        }
      }
    }
    return false;
  }

  void Take(const rules::Pack& pack, const registers::Record& record) {
    if (!registers::MayRead(scope_, pack, record.state.fields)) {
      return;
    }
    for (const rules::ClockRun& run :
         rules::RunClocks(pack, record.history, directory_.calendar())) {
      if (run.stopped) {
        continue;
      }
      std::optional<Notice> last;
      for (const rules::Change& change : record.history) {
        if (change.act == rules::Act::kStep && change.clock == run.clock->name &&
            change.target == run.anchor) {
          std::optional<Notice> notice = Read(pack, record, run, change);
          // what was assigned stays so, whatever step comes after it
          if (notice && last && last->holds) {
            notice->holds = true;
          }
          last = notice ? std::move(notice) : std::move(last);
        }
      }
      if (last) {
        notices.push_back(*std::move(last));
      }
    }
  }

  std::vector<Notice> notices;

 private:
  static bool Tells(const rules::ClockStep& step, const std::string& role) {
    return step.assign == role ||
           std::find(step.notify.begin(), step.notify.end(), role) != step.notify.end();
  }

  // Whether he is the one who holds the role for this record.
  bool Holds(const std::string& role, const rules::Pack& pack, const registers::Record& record) {
    if (roles_.count(role) == 0) {
      return false;
    }
    const auto [known, fresh] =
        holds_.try_emplace({role, pack.name, record.responsible, record.region}, false);
    if (fresh) {
      std::vector<std::string> holders =
          directory_.HoldersOf(role, record.responsible, pack.name, today_);
      if (holders.empty()) {
        holders = directory_.HoldersOf(role, record.region, pack.name, today_);
      }
      known->second =
          std::find(holders.begin(), holders.end(), scope_.actor().user) != holders.end();
    }
    return known->second;
  }

  std::optional<Notice> Read(const rules::Pack& pack,
                             const registers::Record& record,
                             const rules::ClockRun& run,
                             const rules::Change& change) {
    const auto step =
        std::find_if(run.clock->steps.begin(), run.clock->steps.end(),
                     [&](const rules::ClockStep& one) { return one.name == change.step; });
    if (step == run.clock->steps.end()) {
      return std::nullopt;  // of an earlier version of the pack
    }
    const bool holds = !change.holder.empty() && Holds(change.holder, pack, record);
    const bool told =
        holds || std::any_of(step->notify.begin(), step->notify.end(),
                             [&](const std::string& role) { return Holds(role, pack, record); });
    if (!told) {
      return std::nullopt;
    }
    Notice notice;
    notice.at = change.occurred;
    notice.event = change.event;
    notice.jurisdiction = record.jurisdiction;
    notice.record = record.id;
    notice.pack = pack.name;
    notice.unit = record.region;
    notice.clock = change.clock;
    notice.step = change.step;
    notice.kind = step->kind;
    notice.holds = holds;
    notice.text = pack.title.zh + "（" + directory_.NameOf(record.region) + "）：" +
                  run.clock->title.zh + std::string(Said(step->kind));
    if (run.due) {
      notice.due = run.due->date();
      notice.text += "，应于" + notice.due->ToChinese() + "前完成";
    }
    return notice;
  }

  using Asked = std::tuple<std::string, std::string, UnitId, UnitId>;

  const root::Directory& directory_;
  const access::Scope& scope_;
  Date today_;
  std::set<std::string> roles_;
  std::map<Asked, bool> holds_;
};

}  // namespace

Result<std::vector<Notice>> NoticesFor(storage::Tx& tx,
                                       const root::Directory& directory,
                                       const access::Scope& scope,
                                       Date today,
                                       std::size_t limit) {
  Inbox inbox(directory, scope, today);
  std::set<JurisdictionId> seen;
  for (const root::Jurisdiction& jurisdiction : directory.jurisdictions()) {
    if (!seen.insert(jurisdiction.id).second) {
      continue;
    }
    for (const rules::Pack* pack : directory.packs()) {
      if (!inbox.Concerns(*pack)) {
        continue;
      }
      std::vector<std::optional<std::string>> states;
      if (pack->lifecycle) {
        for (const rules::State& state : pack->lifecycle->states) {
          if (!state.closed) {
            states.emplace_back(state.name);
          }
        }
      } else {
        states.emplace_back();
      }
      for (const std::optional<std::string>& state : states) {
        storage::RecordFilter filter;
        filter.pack = pack->name;
        filter.state = state;
        TRY(storage::ReadRecords(
            tx, jurisdiction.id, filter, [&](const storage::RecordRow& row) -> Status {
              if (row.history.find(R"("act":"step")") == std::string::npos) {
                return {};  // most rows: not worth parsing
              }
              TRY_ASSIGN(const registers::Record record,
                         registers::OpenRow(tx, directory, jurisdiction.id, row,
                                            registers::Personal::kClosed, nullptr));
              inbox.Take(*pack, record);
              return {};
            }));
      }
    }
  }
  std::vector<Notice> notices = std::move(inbox.notices);
  std::stable_sort(notices.begin(), notices.end(),
                   [](const Notice& a, const Notice& b) { return a.at > b.at; });
  if (notices.size() > limit) {
    notices.resize(limit);
  }
  return notices;
}

std::optional<Error> CalendarWarning(const root::Directory& directory, Date today) {
  for (const Date day : {today, today + kCalendarNoticeDays}) {
    if (!directory.calendar().HasYear(day.year())) {
      return Error{
          ErrorCode::kNotFound, "calendar.missing", {{"year", std::to_string(day.year())}}};
    }
  }
  return std::nullopt;
}

}  // namespace luoshi::follow
