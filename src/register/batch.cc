#include "register/batch.h"

#include "register/decide.h"
#include "register/refuse.h"
#include "register/working_set.h"
#include "register/write.h"
#include "rules/form.h"

namespace luoshi::registers {
namespace {

constexpr std::int64_t kFiveMinutesMs = 300'000;

bool ReachesBack(const rules::Change& change) {
  return change.act == rules::Act::kCorrect || change.act == rules::Act::kTakeBack;
}

// A change as decided, and the record after it.
struct Decided {
  rules::Change change;
  rules::History history;  // ends with `change`
  rules::RecordState after;
};

}  // namespace

struct Batch::State {
  State(storage::Tx& t, const root::Directory& d, const journal::Keyring& k, Random& r, DateTime n)
      : tx(t), directory(d), keyring(k), random(r), now(n), set(t, d, k) {}

  storage::Tx& tx;
  const root::Directory& directory;
  const journal::Keyring& keyring;
  Random& random;
  DateTime now;

  WorkingSet set;
  // Of a journal this batch writes to.
  struct Journal {
    journal::Appender appender;
    DateTime recorded;  // `now`, or the journal's last time when later
  };
  std::map<JurisdictionId, Journal> journals;
  using CommandKey = std::pair<JurisdictionId, CommandId>;
  struct Done {
    Applied applied;
    std::string actor;
  };
  std::map<CommandKey, Done> done;
  Deltas deltas;

  // What the open group did, to be appended or undone as a whole.
  struct Pending {
    Event event;
    std::vector<rules::CellDelta> deltas;
  };
  bool grouped = false;
  std::vector<Pending> pending;

  Result<Journal*> Open(JurisdictionId jurisdiction);
  Result<std::optional<Applied>> FindDone(const access::Scope& scope, const RecordCommand& command);
  Result<Loaded*> FindRecord(const access::Scope& scope, const RecordCommand& command);
  Result<Decided> Decide(const access::Scope& scope,
                         const RecordCommand& command,
                         const Loaded& loaded);
  Status CheckWho(const access::Scope& scope, const Loaded& loaded, const Decided& decided);
  Applied Take(const access::Scope& scope,
               const RecordCommand& command,
               Event event,
               Loaded& loaded,
               Decided decided);
};

Batch::Batch(storage::Tx& tx,
             const root::Directory& directory,
             const journal::Keyring& keyring,
             Random& random,
             DateTime now)
    : state_(std::make_unique<State>(tx, directory, keyring, random, now)) {}

Batch::~Batch() = default;

const Deltas& Batch::deltas() const { return state_->deltas; }

void Batch::BeginGroup() {
  LUOSHI_CHECK(!state_->grouped && state_->pending.empty());
  state_->grouped = true;
}

Status Batch::EndGroup() {
  State& batch = *state_;
  batch.grouped = false;
  for (State::Pending& pending : batch.pending) {
    const JurisdictionId jurisdiction = pending.event.jurisdiction;
    const Position position = pending.event.position;
    TRY(batch.journals.at(jurisdiction).appender.Append(pending.event));
    LUOSHI_CHECK(pending.event.position == position);
    for (rules::CellDelta& delta : pending.deltas) {
      batch.deltas[jurisdiction].push_back({std::move(delta), pending.event.recorded.date()});
    }
  }
  batch.pending.clear();
  batch.set.EndGroup();
  return {};
}

void Batch::DropGroup() {
  State& batch = *state_;
  batch.grouped = false;
  for (const State::Pending& pending : batch.pending) {
    batch.done.erase({pending.event.jurisdiction, pending.event.origin.command});
  }
  batch.pending.clear();
  batch.set.DropGroup();
}

Result<Batch::State::Journal*> Batch::State::Open(JurisdictionId jurisdiction) {
  auto journal = journals.find(jurisdiction);
  if (journal == journals.end()) {
    TRY_ASSIGN(journal::Appender appender,
               journal::Appender::Open(tx, jurisdiction, keyring, random));
    TRY_ASSIGN(const journal::Head head, journal::ReadHead(tx, jurisdiction));
    journal =
        journals.emplace(jurisdiction, Journal{std::move(appender), std::max(now, head.recorded)})
            .first;
  }
  return &journal->second;
}

// What came of the command when it was applied before. A retry is answered to its sender; to others
// as far as they may open what it changed.
Result<std::optional<Applied>> Batch::State::FindDone(const access::Scope& scope,
                                                      const RecordCommand& command) {
  const CommandKey key{command.jurisdiction, command.origin.command};
  std::optional<Done> found;
  if (const auto here = done.find(key); here != done.end()) {
    found = here->second;
  } else {
    TRY_ASSIGN(const std::optional<Event> event, journal::FindCommand(tx, key.first, key.second));
    if (event) {
      found =
          Done{{event->record, key.first, event->id, event->position}, event->origin.actor.user};
    }
  }
  if (!found) {
    return std::optional<Applied>();
  }
  found->applied.repeated = true;
  if (found->actor != scope.actor().user) {
    TRY_ASSIGN(const bool open, set.IsOpenTo(scope, key.first, found->applied.record, ""));
    if (!open) {
      return Missing(command.record);
    }
  }
  return std::optional<Applied>(found->applied);
}

// The record a command is about, for whoever may change it; an empty one for a create. Before
// anything is said of its content: who may not open it learns what a record that is not there would
// tell him, and who may not change it learns that only.
Result<Loaded*> Batch::State::FindRecord(const access::Scope& scope, const RecordCommand& command) {
  const rules::Pack* pack = directory.FindPack(command.pack);
  if (pack == nullptr) {
    return Refuse(ErrorCode::kInvalid, "pack.unknown", {{"pack", command.pack}}, "/pack");
  }
  if (!directory.HasJurisdiction(command.jurisdiction)) {
    return Refuse(ErrorCode::kInvalid, "jurisdiction.unknown",
                  {{"jurisdiction", std::to_string(NumberOf(command.jurisdiction))}},
                  "/jurisdiction");
  }
  Result<Loaded*> found = set.Load(command.jurisdiction, command.record, *pack);
  if (command.act == rules::Act::kCreate) {
    const bool taken = found.ok() ? !(*found)->history.empty() : found.error().key == kMissing;
    if (taken) {
      return Refuse(ErrorCode::kInvalid, "record.exists", {{"record", command.record.ToString()}},
                    "/record");
    }
    return found;
  }
  TRY_ASSIGN(Loaded* const loaded, std::move(found));
  if (loaded->history.empty() || loaded->state.voided ||
      !MayRead(scope, *pack, loaded->state.fields)) {
    return Missing(command.record);
  }
  TRY(CheckMayChange(directory, scope, *pack, loaded->state.fields));
  return loaded;
}

// What the record would be after the command: carried and derived fields follow, and what they
// become is part of the event.
Result<Decided> Batch::State::Decide(const access::Scope& scope,
                                     const RecordCommand& command,
                                     const Loaded& loaded) {
  const rules::Pack& pack = *loaded.pack;
  Decided out;
  rules::Change& change = out.change;
  TRY_ASSIGN(change, ReadChange(scope, command, loaded));
  change.counts_on = CountsOn(loaded, change);
  TRY_ASSIGN(const Journal* journal, Open(command.jurisdiction));
  change.position = journal->appender.next();
  for (const Pending& waiting : pending) {
    change.position += waiting.event.jurisdiction == command.jurisdiction ? 1 : 0;
  }
  change.known_on = journal->recorded.date();
  out.history = loaded.history;
  out.history.push_back(change);
  out.after = loaded.Fold(out.history);
  if (out.after.voided) {
    return out;
  }
  const auto again = [&] {
    out.history.back() = change;
    out.after = loaded.Fold(out.history);
  };
  if (!change.set.empty() || !change.append.empty()) {
    TRY(set.CheckReferences(scope, loaded, change.set));
    TRY(set.SetCarried(loaded, out.after.fields, change.set));
    again();
  }
  const bool checks_form = change.act == rules::Act::kCreate || change.act == rules::Act::kMove ||
                           change.act == rules::Act::kChange || ReachesBack(change);
  if (checks_form) {
    Fields checked = out.after.fields;
    TRY(rules::CheckForm(pack, checked, out.after.state));
    if (change.act != rules::Act::kTakeBack) {
      TRY(SetDerived(loaded, out.history, checked, change));
    }
    // they may have been set later than what this command names
    change.counts_on = CountsOn(loaded, change);
    again();
    if (ReachesBack(change)) {
      TRY(CheckDerived(loaded, out.history, out.after));
    }
  }
  return out;
}

Status Batch::State::CheckWho(const access::Scope& scope,
                              const Loaded& loaded,
                              const Decided& decided) {
  const rules::Change& change = decided.change;
  if (!decided.after.voided) {  // a record that is void lies nowhere
    TRY(CheckMayChange(directory, scope, *loaded.pack, decided.after.fields));
  }
  const UnitId region = RegionOf(*loaded.pack, decided.after.fields);
  if (change.act == rules::Act::kMove) {
    TRY(CheckMove(scope, loaded, change, decided.after.fields));
  }
  if (!change.clock.empty() || change.act == rules::Act::kPause) {
    TRY(CheckClock(scope, loaded, change, directory.calendar(), region));
  }
  return {};
}

// It is decided; from here on nothing is refused but by the journal itself.
Applied Batch::State::Take(const access::Scope& scope,
                           const RecordCommand& command,
                           Event event,
                           Loaded& loaded,
                           Decided decided) {
  set.Change(loaded);
  Fields personal;
  for (const auto& [name, value] : decided.after.fields) {
    if (IsPersonal(*loaded.pack, name) && !value.IsEmpty()) {
      personal[name] = value;
    }
  }
  loaded.history = std::move(decided.history);
  loaded.reseal = loaded.reseal || personal != loaded.personal || !decided.change.reporter.empty();
  loaded.personal = std::move(personal);
  loaded.state = std::move(decided.after);
  loaded.position = event.position;
  rules::Timeline timeline =
      rules::BuildTimeline(*loaded.pack, loaded.history, directory.calendar());
  std::vector<rules::CellDelta> steps = rules::Difference(loaded.timeline, timeline);
  loaded.timeline = std::move(timeline);
  const Applied out{loaded.id, command.jurisdiction, event.id, event.position, false};
  done[{command.jurisdiction, command.origin.command}] = {out, scope.actor().user};
  pending.push_back({std::move(event), std::move(steps)});
  return out;
}

Result<Applied> Batch::Apply(const access::Scope& scope, const RecordCommand& command) {
  State& batch = *state_;
  TRY_ASSIGN(const std::optional<Applied> earlier, batch.FindDone(scope, command));
  if (earlier) {
    return *earlier;
  }
  if (command.origin.occurred.ms > batch.now.ms + kFiveMinutesMs) {
    return Refuse(ErrorCode::kInvalid, "command.in_future",
                  {{"occurred", command.origin.occurred.ToString()}}, "/occurred");
  }
  TRY_ASSIGN(Loaded* const loaded, batch.FindRecord(scope, command));
  TRY(CheckStale(*loaded, command));
  if (NeedsPersonalHistory(*loaded->pack, command)) {
    TRY(batch.set.FillHistory(*loaded));
  }
  TRY_ASSIGN(Decided decided, batch.Decide(scope, command, *loaded));
  TRY(batch.CheckWho(scope, *loaded, decided));
  TRY(batch.set.CheckKey(*loaded, decided.after.fields, decided.after.voided));
  Event event =
      EventOf(*loaded->pack, command, scope.actor(), decided.change,
              batch.journals.at(command.jurisdiction).recorded, batch.directory.position());
  TRY(journal::CheckStorable(event));
  if (!event.personal.empty() && batch.directory.IsErased(command.record)) {
    return Refuse(ErrorCode::kConflict, "journal.record_erased",
                  {{"record", command.record.ToString()}}, "/record");
  }
  const Applied out = batch.Take(scope, command, std::move(event), *loaded, std::move(decided));
  if (!batch.grouped) {
    TRY(EndGroup());
  }
  return out;
}

Status Batch::Finish() {
  State& batch = *state_;
  for (auto& [jurisdiction, journal] : batch.journals) {
    TRY(journal.appender.Finish());
  }
  for (const auto& [jurisdiction, journal] : batch.journals) {
    TRY(WriteRows(batch.tx, batch.directory, batch.keyring, batch.random, jurisdiction, batch.set));
  }
  return {};
}

}  // namespace luoshi::registers
