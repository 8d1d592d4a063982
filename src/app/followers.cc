#include "app/followers.h"

#include <algorithm>
#include <set>

#include "follow/carry.h"
#include "follow/follower.h"
#include "follow/steps.h"
#include "register/erase.h"
#include "storage/refusal_table.h"

namespace luoshi::app {
namespace {

constexpr std::string_view kErase = "erase";
constexpr std::string_view kFill = "carry.packs";  // reads the root journal for versions of packs
constexpr std::int64_t kEventsAtOnce = 256;
constexpr std::int64_t kStepsAtOnce = 256;
constexpr std::int64_t kRecordsAtOnce = 256;
// Each round is what follows from the one before. More than there are levels of units or links of
// records would be packs that carry in a circle: they must not hold up everybody else.
constexpr int kMostRounds = 64;

Status MoveCursor(App& app, std::string_view follower, JurisdictionId journal, Position read) {
  return storage::WithTransaction(app.store(), [&](storage::Tx& tx) -> Status {
    TRY_ASSIGN(const Position known, journal::ReadCursor(tx, follower, journal));
    return known < read ? journal::WriteCursor(tx, follower, journal, read) : Status();
  });
}

std::set<JurisdictionId> JournalsOf(const root::Directory& directory) {
  std::set<JurisdictionId> out;
  for (const root::Jurisdiction& jurisdiction : directory.jurisdictions()) {
    out.insert(jurisdiction.id);
  }
  return out;
}

// What was refused is noted where an operator finds it; what was noted and is taken now, no longer.
Status NoteRefusals(App& app,
                    std::string_view follower,
                    JurisdictionId jurisdiction,
                    const std::vector<storage::RefusalRow>& refused,
                    const std::set<CommandId>& taken) {
  std::vector<storage::RefusalRow> fresh = refused;
  std::vector<CommandId> settled;
  {
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
    TRY_ASSIGN(const std::vector<storage::RefusalRow> known,
               storage::ReadRefusals(*tx, jurisdiction));
    for (const storage::RefusalRow& row : known) {
      std::erase_if(fresh, [&](const storage::RefusalRow& one) {
        return one.command == row.command && one.reason == row.reason;
      });
      if (row.follower == follower && taken.count(row.command) > 0) {
        settled.push_back(row.command);
      }
    }
  }
  if (fresh.empty() && settled.empty()) {
    return {};
  }
  return storage::WithTransaction(app.store(), [&](storage::Tx& tx) -> Status {
    TRY(storage::RemoveRefusals(tx, jurisdiction, follower, settled));
    return storage::PutRefusals(tx, jurisdiction, fresh);
  });
}

struct Sent {
  std::int64_t applied = 0;
  std::set<CommandId> idle;  // first commands of groups that changed nothing: refused or repeated
};

Result<Sent> Send(App& app, std::string_view follower, std::vector<follow::Group> groups) {
  struct First {
    CommandId command;
    JurisdictionId jurisdiction;
    RecordId record;
  };
  struct Answered {
    std::vector<storage::RefusalRow> refused;
    std::set<CommandId> taken;
  };
  Sent out;
  std::vector<First> firsts;
  std::vector<CommandGroup> asked;
  for (follow::Group& group : groups) {
    const registers::RecordCommand& first = group.front();
    firsts.push_back({first.origin.command, first.jurisdiction, first.record});
    asked.push_back({std::move(group)});
  }
  const access::Scope scope = app.SystemScope(follower);
  const std::vector<GroupResult> answers = app.Submit(scope, std::move(asked));
  std::map<JurisdictionId, Answered> answered;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const First& first = firsts[i];
    std::int64_t fresh = 0;
    if (answers[i].ok()) {
      fresh = std::count_if(answers[i]->begin(), answers[i]->end(),
                            [](const registers::Applied& one) { return !one.repeated; });
      answered[first.jurisdiction].taken.insert(first.command);
    } else {
      const Error& error = answers[i].error();
      if (error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kInternal ||
          error.key == "journal.fenced") {
        return error;
      }
      answered[first.jurisdiction].refused.push_back(
          {std::string(follower), first.command, first.record,
           error.pointer.empty() ? error.key : error.key + " " + error.pointer, app.clock().Now()});
    }
    out.applied += fresh;
    if (fresh == 0) {
      out.idle.insert(first.command);
    }
  }
  for (const auto& [jurisdiction, came] : answered) {
    TRY(NoteRefusals(app, follower, jurisdiction, came.refused, came.taken));
  }
  return out;
}

Result<std::int64_t> RunSteps(App& app, JurisdictionId jurisdiction) {
  std::int64_t applied = 0;
  std::set<CommandId> idle;  // they stay due, and must not stand in the way of the rest
  while (true) {
    std::vector<follow::Group> groups;
    {
      TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
      const std::shared_ptr<const root::Directory> directory = app.directory();
      TRY_ASSIGN(groups,
                 follow::DueSteps({*tx, *directory, app.keyring()}, jurisdiction, app.clock().Now(),
                                  kStepsAtOnce + static_cast<std::int64_t>(idle.size())));
    }
    std::erase_if(groups, [&](const follow::Group& group) {
      return idle.count(group.front().origin.command) > 0;
    });
    if (groups.empty()) {
      return applied;
    }
    TRY_ASSIGN(Sent sent, Send(app, follow::kSteps, std::move(groups)));
    applied += sent.applied;
    idle.merge(sent.idle);
  }
}

Result<std::int64_t> RunFollower(App& app,
                                 const follow::Follower& follower,
                                 JurisdictionId jurisdiction) {
  std::int64_t applied = 0;
  bool more = true;
  while (more) {
    follow::Work work;
    {
      TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
      const std::shared_ptr<const root::Directory> directory = app.directory();
      TRY_ASSIGN(work, follow::ReadOn({*tx, *directory, app.keyring()}, follower, jurisdiction,
                                      kEventsAtOnce));
    }
    if (!work.groups.empty()) {
      TRY_ASSIGN(const Sent sent, Send(app, follower.name, std::move(work.groups)));
      applied += sent.applied;
    }
    if (work.moved) {
      TRY(MoveCursor(app, follower.name, jurisdiction, work.read));
    }
    more = work.more;
  }
  return applied;
}

// A version of a pack may carry what the records there are have never been given.
Result<std::int64_t> RunFills(App& app) {
  std::int64_t applied = 0;
  std::vector<Event> enabled;
  Position until = 0;
  {
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
    TRY_ASSIGN(const Position read, journal::ReadCursor(*tx, kFill, kRootJournal));
    TRY_ASSIGN(const journal::Head head, journal::ReadHead(*tx, kRootJournal));
    until = head.size;
    if (read >= until) {
      return applied;
    }
    TRY(journal::ReadEvents(*tx, kRootJournal, {.from = read, .until = until},
                            [&](const Event& event) -> Status {
                              if (event.kind == "pack.enable") {
                                enabled.push_back(event);
                              }
                              return {};
                            }));
  }
  for (const Event& event : enabled) {
    for (const JurisdictionId jurisdiction : JournalsOf(*app.directory())) {
      std::optional<RecordId> after = RecordId();
      while (after) {
        std::vector<follow::Group> groups;
        {
          TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx,
                     app.store().Begin(storage::Access::kRead));
          const std::shared_ptr<const root::Directory> directory = app.directory();
          TRY_ASSIGN(after, follow::FillCarried({*tx, *directory, app.keyring()}, jurisdiction,
                                                event, *after, kRecordsAtOnce, groups));
        }
        if (!groups.empty()) {
          TRY_ASSIGN(const Sent sent, Send(app, follow::kCarry, std::move(groups)));
          applied += sent.applied;
        }
      }
    }
  }
  TRY(MoveCursor(app, kFill, kRootJournal, until));
  return applied;
}

// Erasures take things away instead of adding events: the root event is all there is of them.
Status RunErasures(App& app) {
  {
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
    TRY_ASSIGN(const Position read, journal::ReadCursor(*tx, kErase, kRootJournal));
    TRY_ASSIGN(const journal::Head head, journal::ReadHead(*tx, kRootJournal));
    if (read >= head.size) {
      return {};
    }
  }
  const std::shared_ptr<const root::Directory> directory = app.directory();
  return storage::WithTransaction(app.store(), [&](storage::Tx& tx) -> Status {
    TRY_ASSIGN(const Position read, journal::ReadCursor(tx, kErase, kRootJournal));
    TRY_ASSIGN(const journal::Head head, journal::ReadHead(tx, kRootJournal));
    TRY(journal::ReadEvents(
        tx, kRootJournal, {.from = read, .until = head.size}, [&](const Event& event) -> Status {
          if (event.kind != "erasure.add") {
            return {};
          }
          TRY_ASSIGN(const RecordId record, Uuid::Parse(FindText(event.body, "record")));
          for (const JurisdictionId jurisdiction : JournalsOf(*directory)) {
            TRY(registers::EraseRecord(tx, *directory, jurisdiction, record, app.keyring()));
          }
          return {};
        }));
    return journal::WriteCursor(tx, kErase, kRootJournal, head.size);
  });
}

root::RootCommand ErasureOf(App& app,
                            const access::Scope& scope,
                            const RecordId& record,
                            const std::string& basis) {
  root::RootCommand command;
  command.origin = app.NewOrigin(scope);
  command.origin.command = Uuid::Derived({"erasure.add", record.AsBytes()});
  command.kind = "erasure.add";
  command.body = {{"record", record.ToString()}, {"basis", basis}};
  return command;
}

}  // namespace

Result<std::vector<Refusal>> ReadRefusals(App& app) {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  std::vector<Refusal> out;
  for (const JurisdictionId jurisdiction : JournalsOf(*app.directory())) {
    TRY_ASSIGN(const std::vector<storage::RefusalRow> rows,
               storage::ReadRefusals(*tx, jurisdiction));
    for (const storage::RefusalRow& row : rows) {
      out.push_back({jurisdiction, row.follower, row.record, row.reason, row.at});
    }
  }
  return out;
}

Result<std::int64_t> CountRefusals(App& app) {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  return storage::CountRefusals(*tx);
}

Result<std::int64_t> RunFollowers(App& app) {
  TRY(app.Refresh());
  std::int64_t applied = 0;
  std::int64_t fresh = 1;
  for (int round = 0; fresh > 0 && round < kMostRounds; ++round) {
    TRY(RunErasures(app));
    TRY_ASSIGN(fresh, RunFills(app));
    for (const JurisdictionId jurisdiction : JournalsOf(*app.directory())) {
      TRY_ASSIGN(const std::int64_t steps, RunSteps(app, jurisdiction));
      fresh += steps;
      for (const follow::Follower& follower : follow::JournalFollowers()) {
        TRY_ASSIGN(const std::int64_t commands, RunFollower(app, follower, jurisdiction));
        fresh += commands;
      }
    }
    applied += fresh;
  }
  return applied;
}

Status Erase(App& app,
             const access::Scope& scope,
             const RecordId& record,
             const std::string& basis) {
  if (!scope.MayAdminister()) {
    return Error{ErrorCode::kForbidden, "access.administer"};
  }
  if (basis.empty()) {
    return Error{ErrorCode::kInvalid, "field.required", {{"field", "依据"}}, "/basis"};
  }
  TRY(app.Refresh());
  TRY(app.FindRecord(app.SystemScope(kErase), record, registers::Personal::kClosed));
  TRY_ASSIGN(const std::vector<Uuid> noted, app.keyring().Erasures());
  if (std::find(noted.begin(), noted.end(), record) == noted.end()) {
    TRY(app.keyring().NoteErasure(record));
  }
  const root::RootCommand command = ErasureOf(app, scope, record, basis);
  TRY(app.Administer(scope, std::span(&command, 1)));
  return RunErasures(app);
}

Status ReapplyErasures(App& app) {
  const access::Scope scope = app.SystemScope(kErase);
  TRY_ASSIGN(const std::vector<Uuid> noted, app.keyring().Erasures());
  std::vector<root::RootCommand> commands;
  const std::shared_ptr<const root::Directory> directory = app.directory();
  for (const Uuid& record : noted) {
    if (!directory->IsErased(record)) {
      commands.push_back(ErasureOf(app, scope, record, "noted beside the keys"));
    }
  }
  if (!commands.empty()) {
    TRY(app.Administer(scope, commands));
  }
  return RunErasures(app);
}

Result<std::vector<follow::Notice>> NoticesFor(App& app,
                                               const access::Scope& scope,
                                               std::size_t limit) {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  return follow::NoticesFor(*tx, *app.directory(), scope, app.today(), limit);
}

}  // namespace luoshi::app
