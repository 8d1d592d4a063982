#include "register/batch.h"

#include <algorithm>
#include <set>

#include "register/record.h"
#include "register/replay.h"
#include "rules/clock.h"
#include "rules/form.h"
#include "rules/roles.h"

namespace luoshi::registers {
namespace {

constexpr std::int64_t kFiveMinutesMs = 300'000;

// Header members of an event; in the body they would only stand twice.
constexpr const char* kHeaderMembers[] = {"position", "event", "counts_on", "known_on",
                                          "occurred", "actor", "reporter"};

struct Loaded {
  const rules::Pack* pack = nullptr;
  JurisdictionId jurisdiction{};
  RecordId id;
  rules::History history;    // personal values only in changes made by this batch, until filled
  std::size_t stored = 0;    // how many changes of it the journal held before this batch
  bool filled = false;       // the stored ones have their personal values too
  Fields personal;           // current personal fields
  rules::RecordState state;  // fields: clear and personal
  bool erased = false;
  Position position = 0;
  std::string sealed;
  rules::Timeline timeline;
  std::vector<storage::Lookup> lookups;
  bool dirty = false;
  bool reseal = false;
};

Error Refuse(ErrorCode code, std::string_view key, Params params = {}, std::string pointer = {}) {
  return Error{code, std::string(key), std::move(params), std::move(pointer)};
}

constexpr std::string_view kMissing = "record.missing";

Error Missing(const RecordId& id) {
  return Refuse(ErrorCode::kNotFound, kMissing, {{"record", id.ToString()}}, "/record");
}

std::string PointerOf(std::string_view field) { return "/set/" + std::string(field); }

bool IsPersonal(const rules::Pack& pack, std::string_view name) {
  const rules::Field* field = pack.FindField(name);
  return field != nullptr && field->personal;
}

void PutField(Fields& fields, const std::string& name, const Value& value) {
  if (value.IsEmpty()) {
    fields.erase(name);
  } else {
    fields[name] = value;
  }
}

bool TouchesPersonal(const rules::Pack& pack, const RecordCommand& command) {
  return std::any_of(pack.fields.begin(), pack.fields.end(), [&](const rules::Field& field) {
    const bool follows =
        field.type == rules::FieldType::kCarried && command.set.contains(field.carried_reference);
    return field.personal &&
           (command.set.contains(field.name) || command.append.contains(field.name) || follows);
  });
}

bool HasPersonal(const rules::Pack& pack) {
  return std::any_of(pack.fields.begin(), pack.fields.end(),
                     [](const rules::Field& field) { return field.personal; });
}

JsonObject PersonalPart(const rules::Pack& pack, const rules::Change& change) {
  JsonObject out;
  for (const auto& [part, fields] :
       {std::pair<const char*, const Fields*>{"set", &change.set}, {"append", &change.append}}) {
    Fields personal;
    for (const auto& [name, value] : *fields) {
      if (IsPersonal(pack, name)) {
        personal[name] = value;
      }
    }
    if (!personal.empty()) {
      out[part] = rules::WriteFields(personal);
    }
  }
  return out;
}

// Which fields an act sets, for staleness and for the day it counts on.
std::set<std::string> FieldsSetBy(const rules::Change& change) {
  std::set<std::string> out;
  for (const auto& [name, value] : change.set) {
    out.insert(name);
  }
  for (const auto& [name, value] : change.append) {
    out.insert(name);
  }
  if (!change.state.empty()) {
    out.insert("");  // the lifecycle state
  }
  if (!change.clock.empty()) {
    out.insert("clock:" + change.clock);
  }
  return out;
}

bool Shares(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& name) { return b.count(name) > 0; });
}

}  // namespace

struct Batch::State {
  State(storage::Tx& t, const root::Directory& d, const journal::Keyring& k, Random& r, DateTime n)
      : tx(t), directory(d), keyring(k), random(r), now(n) {}

  storage::Tx& tx;
  const root::Directory& directory;
  const journal::Keyring& keyring;
  Random& random;
  DateTime now;

  std::map<JurisdictionId, journal::Appender> appenders;
  std::map<std::pair<JurisdictionId, RecordId>, Loaded> records;
  std::map<std::pair<JurisdictionId, CommandId>, Applied> applied;
  std::map<std::pair<JurisdictionId, std::string>, RecordId> keys;  // of records this batch made
  Deltas deltas;
  std::map<JurisdictionId, DateTime> recorded;  // `now`, or the journal's last time when later

  // What the open group did, to be appended or undone as a whole.
  struct Pending {
    Event event;
    std::vector<rules::CellDelta> deltas;
  };
  bool grouped = false;
  std::vector<Pending> pending;
  std::map<std::pair<JurisdictionId, RecordId>, Loaded> before;
  std::vector<std::pair<JurisdictionId, CommandId>> pending_commands;
  std::vector<std::pair<JurisdictionId, std::string>> pending_keys;

  Result<Position> NextPosition(JurisdictionId jurisdiction);
  Result<Loaded*> Load(JurisdictionId jurisdiction, const RecordId& id, const rules::Pack& pack);
  // Whether the record is there, for whoever asks. `pack`: of which register; "" for any.
  Result<bool> IsOpenTo(const access::Scope& scope,
                        JurisdictionId jurisdiction,
                        const RecordId& id,
                        std::string_view pack);
  Result<Value> LinkedField(const rules::Pack& pack,
                            JurisdictionId jurisdiction,
                            const rules::Field& field,
                            const Fields& fields);
  Status CheckMayChange(const access::Scope& scope,
                        const rules::Pack& pack,
                        const Fields& fields) const;
  Status CheckStale(const Loaded& loaded, const RecordCommand& command) const;
  Status CheckReferences(const access::Scope& scope, const Loaded& loaded, const Fields& set);
  Status CheckMove(const access::Scope& scope,
                   const Loaded& loaded,
                   const rules::Change& change,
                   const Fields& after,
                   UnitId unit) const;
  Status CheckClock(const access::Scope& scope,
                    const Loaded& loaded,
                    const rules::Change& change,
                    UnitId unit) const;
  Status CheckKey(const Loaded& loaded,
                  const Fields& after,
                  bool voided,
                  std::optional<std::string>& tag);
  Status FillHistory(Loaded& loaded);
  static rules::RecordState FoldLoaded(const Loaded& loaded, const rules::History& history);
  static Status SetDerived(const Loaded& loaded,
                           const rules::History& history,
                           const Fields& checked,
                           rules::Change& change);
  Status CheckDerived(const Loaded& loaded,
                      const rules::History& history,
                      const rules::RecordState& after) const;
  Date CountsOn(const Loaded& loaded, const rules::Change& change) const;
  Result<rules::Change> ReadChange(const access::Scope& scope,
                                   const RecordCommand& command,
                                   const rules::Pack& pack,
                                   const Loaded& loaded);
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
    TRY(batch.appenders.at(jurisdiction).Append(pending.event));
    LUOSHI_CHECK(pending.event.position == position);
    for (rules::CellDelta& delta : pending.deltas) {
      batch.deltas[jurisdiction].push_back({std::move(delta), pending.event.recorded.date()});
    }
  }
  batch.pending.clear();
  batch.before.clear();
  batch.pending_commands.clear();
  batch.pending_keys.clear();
  return {};
}

void Batch::DropGroup() {
  State& batch = *state_;
  batch.grouped = false;
  for (auto& [key, loaded] : batch.before) {
    batch.records.insert_or_assign(key, std::move(loaded));
  }
  for (const auto& key : batch.pending_commands) {
    batch.applied.erase(key);
  }
  for (const auto& key : batch.pending_keys) {
    batch.keys.erase(key);
  }
  batch.pending.clear();
  batch.before.clear();
  batch.pending_commands.clear();
  batch.pending_keys.clear();
}

Result<Position> Batch::State::NextPosition(JurisdictionId jurisdiction) {
  auto appender = appenders.find(jurisdiction);
  if (appender == appenders.end()) {
    TRY_ASSIGN(journal::Appender opened,
               journal::Appender::Open(tx, jurisdiction, keyring, random));
    appender = appenders.emplace(jurisdiction, std::move(opened)).first;
    TRY_ASSIGN(const journal::Head head, journal::ReadHead(tx, jurisdiction));
    recorded[jurisdiction] = std::max(now, head.recorded);
  }
  Position next = appender->second.next();
  for (const Pending& waiting : pending) {
    next += waiting.event.jurisdiction == jurisdiction ? 1 : 0;
  }
  return next;
}

Result<Loaded*> Batch::State::Load(JurisdictionId jurisdiction,
                                   const RecordId& id,
                                   const rules::Pack& pack) {
  const std::pair<JurisdictionId, RecordId> at{jurisdiction, id};
  if (const auto known = records.find(at); known != records.end()) {
    Loaded& loaded = known->second;
    if (loaded.history.empty()) {
      loaded.pack = &pack;  // asked for before under another register, where it was not either
    }
    return loaded.pack == &pack ? Result<Loaded*>(&loaded) : Result<Loaded*>(Missing(id));
  }
  Loaded loaded;
  loaded.pack = &pack;
  loaded.jurisdiction = jurisdiction;
  loaded.id = id;
  TRY_ASSIGN(const std::optional<storage::RecordRow> row, storage::GetRecord(tx, jurisdiction, id));
  if (row) {
    if (row->pack != pack.name) {
      return Missing(id);
    }
    TRY_ASSIGN(Record record,
               OpenRow(tx, directory, jurisdiction, *row, Personal::kOpened, &keyring));
    loaded.history = std::move(record.history);
    loaded.stored = loaded.history.size();
    loaded.state = std::move(record.state);
    loaded.erased = record.erased;
    loaded.position = record.position;
    loaded.sealed = row->sealed;
    for (const auto& [name, value] : loaded.state.fields) {
      if (IsPersonal(pack, name)) {
        loaded.personal[name] = value;
      }
    }
    loaded.timeline = rules::BuildTimeline(pack, loaded.history, directory.calendar());
    if (!loaded.state.voided) {
      loaded.lookups = LookupsOf(pack, loaded.id, loaded.state.fields, keyring);
    }
  }
  return &records.emplace(at, std::move(loaded)).first->second;
}

// The stored history with its personal values, which only the journal has: for what reaches into
// old events, and for what counts among events that set the same personal fields. Once erased, it
// stays without.
Status Batch::State::FillHistory(Loaded& loaded) {
  if (loaded.filled || loaded.stored == 0 || loaded.erased) {
    return {};
  }
  TRY_ASSIGN(rules::History stored,
             ReadHistory(tx, *loaded.pack, loaded.jurisdiction, loaded.id, &keyring));
  if (stored.size() != loaded.stored) {
    return Refuse(ErrorCode::kConflict, "journal.fenced",
                  {{"journal", std::to_string(NumberOf(loaded.jurisdiction))}});
  }
  std::move(stored.begin(), stored.end(), loaded.history.begin());
  loaded.filled = true;
  return {};
}

// The record as its history makes it. Without personal values in the stored part of the history,
// the current ones stay as they are.
rules::RecordState Batch::State::FoldLoaded(const Loaded& loaded, const rules::History& history) {
  rules::RecordState state = rules::Fold(*loaded.pack, history);
  if (loaded.stored > 0 && !loaded.filled && !state.voided) {
    for (auto at = state.fields.begin(); at != state.fields.end();) {
      at = IsPersonal(*loaded.pack, at->first) ? state.fields.erase(at) : std::next(at);
    }
    state.fields.insert(loaded.personal.begin(), loaded.personal.end());
  }
  return state;
}

// Derived fields are part of the event that changed what they are made of; a correction's belong to
// the day of the event it names.
Status Batch::State::SetDerived(const Loaded& loaded,
                                const rules::History& history,
                                const Fields& checked,
                                rules::Change& change) {
  const rules::Pack& pack = *loaded.pack;
  Fields before = history.size() > 1 ? loaded.state.fields : Fields();
  Fields values = checked;
  if (change.act == rules::Act::kCorrect) {
    rules::History until = rules::Effective(history);
    const auto target = std::find_if(until.begin(), until.end(), [&](const rules::Change& earlier) {
      return earlier.event == change.target;
    });
    if (target != until.end()) {
      until.erase(std::next(target), until.end());
    }
    const rules::RecordState then = FoldLoaded(loaded, until);
    before = then.fields;
    values = then.fields;
    (void)rules::CheckForm(pack, values, then.state).ok();  // only what is derived is wanted here
  }
  TRY_ASSIGN(const std::vector<std::size_t> order, rules::DerivedOrder(pack.fields));
  for (const std::size_t index : order) {
    const rules::Field& field = pack.fields[index];
    const std::vector<std::size_t>& slots = field.derived->slots();
    const bool touched = std::any_of(slots.begin(), slots.end(), [&](std::size_t slot) {
      return slot < pack.fields.size() ? change.set.count(pack.fields[slot].name) +
                                                 change.append.count(pack.fields[slot].name) >
                                             0
                                       : !change.state.empty();
    });
    const auto was = before.find(field.name);
    const auto is = values.find(field.name);
    const Value old_value = was == before.end() ? Value() : was->second;
    const Value new_value = is == values.end() ? Value() : is->second;
    const bool gone = loaded.erased && new_value.IsEmpty();  // it goes on counting as it did
    const bool nothing = old_value.IsEmpty() && new_value.IsEmpty();
    if (!gone && !nothing && (touched || !(old_value == new_value))) {
      change.set[field.name] = new_value;
    }
  }
  return {};
}

// What was changed or taken away earlier must leave later derived values right: they stand in later
// events, which nobody may rewrite.
Status Batch::State::CheckDerived(const Loaded& loaded,
                                  const rules::History& history,
                                  const rules::RecordState& after) const {
  Fields checked = after.fields;
  (void)rules::CheckForm(*loaded.pack, checked, after.state).ok();
  for (const rules::Field& field : loaded.pack->fields) {
    if (!field.derived) {
      continue;
    }
    const auto is = after.fields.find(field.name);
    const auto wanted = checked.find(field.name);
    const Value stands = is == after.fields.end() ? Value() : is->second;
    const Value right = wanted == checked.end() ? Value() : wanted->second;
    if (!(stands == right) && !(loaded.erased && right.IsEmpty())) {
      const rules::Change& last = history[history.size() - 2];
      return Refuse(ErrorCode::kConflict, "record.changed_since",
                    {{"day", last.known_on.ToString()}, {"who", last.actor}}, "/target");
    }
  }
  return {};
}

Status Batch::State::CheckMayChange(const access::Scope& scope,
                                    const rules::Pack& pack,
                                    const Fields& fields) const {
  const UnitId region = RegionOf(pack, fields);
  if (scope.MayChange(region, pack.name) ||
      scope.MayChange(ResponsibleOf(pack, fields), pack.name)) {
    return {};
  }
  return Refuse(ErrorCode::kForbidden, "access.rows",
                {{"unit", directory.NameOf(region)}, {"register", pack.title.zh}});
}

Status Batch::State::CheckStale(const Loaded& loaded, const RecordCommand& command) const {
  for (const auto& member : command.seen) {
    const std::string name(member.key());
    const auto found = loaded.state.fields.find(name);
    const Json current = name == "state" && loaded.pack->FindField("state") == nullptr
                             ? Json(loaded.state.state)
                         : found == loaded.state.fields.end() ? Json(nullptr)
                                                              : rules::WriteValue(found->second);
    if (CanonicalJson(current) != CanonicalJson(member.value())) {
      const bool personal = IsPersonal(*loaded.pack, name);
      return Refuse(ErrorCode::kConflict, "record.stale",
                    {{"field", name},
                     {"seen", personal ? "***" : WriteJson(member.value())},
                     {"current", personal ? "***" : WriteJson(current)}},
                    "/seen/" + name);
    }
  }
  return {};
}

Result<Value> Batch::State::LinkedField(const rules::Pack& pack,
                                        JurisdictionId jurisdiction,
                                        const rules::Field& field,
                                        const Fields& fields) {
  const rules::Field* reference = pack.FindField(field.carried_reference);
  const auto link = fields.find(field.carried_reference);
  const Uuid* target = link == fields.end() ? nullptr : link->second.As<Uuid>();
  if (reference == nullptr || target == nullptr) {
    return Value();
  }
  const rules::Pack* other = directory.FindPack(reference->target);
  if (other == nullptr) {
    return Value();
  }
  TRY_ASSIGN(const Loaded* linked, Load(jurisdiction, *target, *other));
  const auto value = linked->state.fields.find(field.carried_field);
  return value == linked->state.fields.end() ? Value() : value->second;
}

Result<bool> Batch::State::IsOpenTo(const access::Scope& scope,
                                    JurisdictionId jurisdiction,
                                    const RecordId& id,
                                    std::string_view pack) {
  const auto of_register = [&](std::string_view name) { return pack.empty() || name == pack; };
  if (const auto here = records.find({jurisdiction, id}); here != records.end()) {
    const Loaded& loaded = here->second;
    return !loaded.history.empty() && !loaded.state.voided && of_register(loaded.pack->name) &&
           MayRead(scope, *loaded.pack, loaded.state.fields);
  }
  TRY_ASSIGN(const std::optional<storage::RecordRow> row, storage::GetRecord(tx, jurisdiction, id));
  const rules::Pack* there = row ? directory.FindPack(row->pack) : nullptr;
  return there != nullptr && !row->voided && of_register(row->pack) && MayRead(scope, *there, *row);
}

// A unit or a record that is newly named must be there; a record, for whoever names it. Otherwise a
// reference would tell which records there are, and a carried field what stands in them.
Status Batch::State::CheckReferences(const access::Scope& scope,
                                     const Loaded& loaded,
                                     const Fields& set) {
  for (const auto& [name, value] : set) {
    if (const UnitId* unit = value.As<UnitId>();
        unit != nullptr && directory.FindUnit(*unit) == nullptr) {
      return Refuse(ErrorCode::kInvalid, "unit.unknown",
                    {{"text", std::to_string(NumberOf(*unit))}}, PointerOf(name));
    }
    const rules::Field* field = loaded.pack->FindField(name);
    const Uuid* target = value.As<Uuid>();
    if (field == nullptr || target == nullptr || field->type != rules::FieldType::kReference) {
      continue;
    }
    const auto stands = loaded.state.fields.find(name);
    if (stands != loaded.state.fields.end() && stands->second == value) {
      continue;
    }
    TRY_ASSIGN(const bool open, IsOpenTo(scope, loaded.jurisdiction, *target, field->target));
    if (!open) {
      return Refuse(ErrorCode::kInvalid, "reference.missing",
                    {{"field", field->title.zh}, {"record", target->ToString()}}, PointerOf(name));
    }
  }
  return {};
}

Status Batch::State::CheckMove(const access::Scope& scope,
                               const Loaded& loaded,
                               const rules::Change& change,
                               const Fields& after,
                               UnitId unit) const {
  const rules::Transition* transition = loaded.pack->FindTransition(change.transition);
  LUOSHI_CHECK(transition != nullptr);
  if (!transition->who.empty() && !scope.HasRole(transition->who, unit, loaded.pack->name)) {
    std::vector<std::string> titles;
    for (const std::string& role : transition->who) {
      titles.emplace_back(rules::RoleTitle(role));
    }
    std::string who;
    for (const std::string& title : titles) {
      who += (who.empty() ? "" : "、") + title;
    }
    return Refuse(ErrorCode::kForbidden, "access.role",
                  {{"act", transition->title.zh}, {"who", who}}, "/transition");
  }
  if (transition->guard) {
    const std::vector<Value> slots = rules::Slots(*loaded.pack, after, loaded.state.state);
    if (!transition->guard->IsTrue(slots)) {
      return Refuse(ErrorCode::kInvalid, "record.guard",
                    {{"act", transition->title.zh}, {"why", transition->guard_message.zh}},
                    "/transition");
    }
  }
  for (const std::string& name : transition->require) {
    const auto found = after.find(name);
    if (found == after.end() || found->second.IsEmpty()) {
      const rules::Field* field = loaded.pack->FindField(name);
      return Refuse(ErrorCode::kInvalid, "field.required",
                    {{"field", field == nullptr ? name : field->title.zh}}, PointerOf(name));
    }
  }
  if (transition->independent) {
    const std::vector<std::string>& handlers = loaded.state.handlers;
    const auto handled = [&](const std::string& who) {
      return !who.empty() && std::find(handlers.begin(), handlers.end(), who) != handlers.end();
    };
    if (handled(scope.actor().user) || handled(scope.title()) || handled(change.reporter)) {
      return Refuse(ErrorCode::kForbidden, "record.not_independent",
                    {{"act", transition->title.zh}}, "/transition");
    }
  }
  return {};
}

Status Batch::State::CheckClock(const access::Scope& scope,
                                const Loaded& loaded,
                                const rules::Change& change,
                                UnitId unit) const {
  const rules::Clock* clock = loaded.pack->FindClock(change.clock);
  if (clock == nullptr) {
    return Refuse(ErrorCode::kInvalid, "clock.unknown", {{"clock", change.clock}}, "/clock");
  }
  const rules::ClockRun* run = nullptr;
  const std::vector<rules::ClockRun> runs =
      rules::RunClocks(*loaded.pack, loaded.history, directory.calendar());
  for (const rules::ClockRun& candidate : runs) {
    if (candidate.clock == clock && !candidate.stopped) {
      run = &candidate;
    }
  }
  if (run == nullptr) {
    return Refuse(ErrorCode::kInvalid, "clock.not_running", {{"clock", clock->title.zh}}, "/clock");
  }
  if (change.act == rules::Act::kStep) {
    return scope.is_system() ? Status()
                             : Status(Refuse(ErrorCode::kForbidden, "access.role",
                                             {{"act", "step"}, {"who", "系统"}}, "/act"));
  }
  const bool extending = change.act == rules::Act::kExtend;
  const std::vector<std::string>& approvers =
      extending ? clock->extend_approver : clock->pause_approver;
  if (approvers.empty() || !scope.HasRole(approvers, unit, loaded.pack->name)) {
    return Refuse(ErrorCode::kForbidden, "access.role",
                  {{"act", clock->title.zh},
                   {"who", approvers.empty() ? std::string("—")
                                             : std::string(rules::RoleTitle(approvers.front()))}},
                  "/act");
  }
  if (change.reason.empty() && change.act != rules::Act::kResume) {
    return Refuse(ErrorCode::kInvalid, "field.required", {{"field", "reason"}}, "/reason");
  }
  if (change.act == rules::Act::kPause &&
      (run->paused || std::find(clock->pauses.begin(), clock->pauses.end(), change.reason) ==
                          clock->pauses.end())) {
    return Refuse(ErrorCode::kInvalid, run->paused ? "clock.paused" : "clock.pause_reason",
                  {{"clock", clock->title.zh}}, "/reason");
  }
  if (change.act == rules::Act::kResume && !run->paused) {
    return Refuse(ErrorCode::kInvalid, "clock.not_paused", {{"clock", clock->title.zh}}, "/act");
  }
  if (extending && (!change.due || (run->due && *change.due <= run->due->date()))) {
    return Refuse(ErrorCode::kInvalid, "clock.extend_earlier", {{"clock", clock->title.zh}},
                  "/due");
  }
  return {};
}

Status Batch::State::CheckKey(const Loaded& loaded,
                              const Fields& after,
                              bool voided,
                              std::optional<std::string>& tag) {
  tag = voided ? std::nullopt : KeyTag(*loaded.pack, after, keyring);
  if (!tag) {
    return {};
  }
  const auto taken = [&]() -> Error {
    std::string names;
    for (const std::string& name : loaded.pack->key) {
      const rules::Field* field = loaded.pack->FindField(name);
      names += (names.empty() ? "" : "＋") + (field == nullptr ? name : field->title.zh);
    }
    return Refuse(ErrorCode::kInvalid, "record.key_taken",
                  {{"register", loaded.pack->title.zh}, {"fields", names}}, "/set");
  };
  const auto here = keys.find({loaded.jurisdiction, *tag});
  if (here != keys.end()) {
    return here->second == loaded.id ? Status() : Status(taken());
  }
  TRY_ASSIGN(const std::vector<RecordId> others,
             storage::FindRecords(tx, loaded.jurisdiction, loaded.pack->name, "", *tag));
  for (const RecordId& other : others) {
    const auto changed = records.find({loaded.jurisdiction, other});
    const bool freed = changed != records.end() && changed->second.dirty &&
                       KeyTag(*loaded.pack, changed->second.state.fields, keyring) != tag;
    if (other != loaded.id && !freed) {
      return taken();
    }
  }
  return {};
}

// A late event counts on the day it happened, never before the last event that set one of the same
// fields or the state; a correction takes the day of the event it names (invariant 4).
Date Batch::State::CountsOn(const Loaded& loaded, const rules::Change& change) const {
  if (change.act == rules::Act::kCorrect || change.act == rules::Act::kTakeBack) {
    for (const rules::Change& earlier : loaded.history) {
      if (earlier.event == change.target) {
        return earlier.counts_on;
      }
    }
  }
  Date day = change.occurred.date();
  const std::set<std::string> sets = FieldsSetBy(change);
  for (const rules::Change& earlier : rules::Effective(loaded.history)) {
    if (earlier.act == rules::Act::kCreate || Shares(sets, FieldsSetBy(earlier))) {
      day = std::max(day, earlier.counts_on);
    }
  }
  return day;
}

Result<rules::Change> Batch::State::ReadChange(const access::Scope& scope,
                                               const RecordCommand& command,
                                               const rules::Pack& pack,
                                               const Loaded& loaded) {
  rules::Change change;
  change.event = Uuid::Derived({"event", command.origin.command.AsBytes()});
  change.act = command.act;
  change.occurred = command.origin.occurred;
  change.actor = scope.actor().user;
  change.reporter = command.origin.on_behalf_of ? command.origin.on_behalf_of->name : "";
  change.target = command.target;
  change.clock = command.clock;
  change.reason = command.reason;
  change.due = command.due;
  change.step = command.step;
  change.holder = command.holder;
  TRY_ASSIGN(change.set, rules::ReadFields(pack.fields, command.set));
  TRY_ASSIGN(change.append, rules::ReadFields(pack.fields, command.append));
  for (const auto& [name, value] : change.set) {
    const rules::Field* field = pack.FindField(name);
    const bool kept = field->derived || field->type == rules::FieldType::kCarried;
    if (kept && !(scope.is_system() && field->type == rules::FieldType::kCarried)) {
      return Refuse(ErrorCode::kInvalid, "field.computed", {{"field", field->title.zh}},
                    PointerOf(name));
    }
  }
  for (const auto& [name, value] : change.append) {
    if (value.As<GroupRows>() == nullptr) {
      return Refuse(ErrorCode::kInvalid, "field.not_group", {{"field", name}}, "/append/" + name);
    }
  }
  switch (command.act) {
    case rules::Act::kCreate:
      change.state = pack.lifecycle ? pack.lifecycle->initial : "";
      return change;
    case rules::Act::kMove: {
      const rules::Transition* transition = pack.FindTransition(command.transition);
      if (transition == nullptr) {
        return Refuse(ErrorCode::kInvalid, "transition.unknown",
                      {{"transition", command.transition}}, "/transition");
      }
      if (std::find(transition->from.begin(), transition->from.end(), loaded.state.state) ==
          transition->from.end()) {
        const rules::State* state = pack.FindState(loaded.state.state);
        return Refuse(ErrorCode::kInvalid, "record.wrong_state",
                      {{"act", transition->title.zh},
                       {"state", state == nullptr ? loaded.state.state : state->title.zh}},
                      "/transition");
      }
      change.transition = transition->name;
      change.state = transition->to;
      return change;
    }
    case rules::Act::kCorrect:
    case rules::Act::kTakeBack: {
      const rules::History in_force = rules::Effective(loaded.history);
      const auto target = std::find_if(
          in_force.begin(), in_force.end(),
          [&](const rules::Change& earlier) { return earlier.event == command.target; });
      if (target == in_force.end()) {
        return Refuse(ErrorCode::kInvalid, "event.unknown", {{"event", command.target.ToString()}},
                      "/target");
      }
      if (command.act == rules::Act::kTakeBack) {
        const std::set<std::string> sets = FieldsSetBy(*target);
        for (const rules::Change& later : in_force) {
          const bool after = later.position > target->position;
          if (after && (target->act == rules::Act::kCreate || Shares(sets, FieldsSetBy(later)))) {
            return Refuse(ErrorCode::kConflict, "record.changed_since",
                          {{"day", later.known_on.ToString()}, {"who", later.actor}}, "/target");
          }
        }
      }
      if (command.reason.empty()) {
        return Refuse(ErrorCode::kInvalid, "field.required", {{"field", "reason"}}, "/reason");
      }
      return change;
    }
    case rules::Act::kChange:
      if (change.set.empty() && change.append.empty()) {
        return Refuse(ErrorCode::kInvalid, "command.nothing", {}, "/set");
      }
      return change;
    case rules::Act::kPause:
    case rules::Act::kResume:
    case rules::Act::kExtend:
    case rules::Act::kStep:
      return change;
  }
  return change;
}

Result<Applied> Batch::Apply(const access::Scope& scope, const RecordCommand& command) {
  State& batch = *state_;
  const std::pair<JurisdictionId, CommandId> command_key{command.jurisdiction,
                                                         command.origin.command};
  if (const auto done = batch.applied.find(command_key); done != batch.applied.end()) {
    Applied repeated = done->second;
    repeated.repeated = true;
    return repeated;
  }
  TRY_ASSIGN(const std::optional<Event> earlier,
             journal::FindCommand(batch.tx, command.jurisdiction, command.origin.command));
  if (earlier) {
    // a retry is answered to its sender; to others as far as they may open what it changed
    TRY_ASSIGN(const bool open,
               batch.IsOpenTo(scope, command.jurisdiction, earlier->record, std::string_view()));
    if (!open && earlier->origin.actor.user != scope.actor().user) {
      return Missing(command.record);
    }
    return Applied{earlier->record, command.jurisdiction, earlier->id, earlier->position, true};
  }
  if (command.origin.occurred.ms > batch.now.ms + kFiveMinutesMs) {
    return Refuse(ErrorCode::kInvalid, "command.in_future",
                  {{"occurred", command.origin.occurred.ToString()}}, "/occurred");
  }
  const rules::Pack* pack = batch.directory.FindPack(command.pack);
  if (pack == nullptr) {
    return Refuse(ErrorCode::kInvalid, "pack.unknown", {{"pack", command.pack}}, "/pack");
  }
  if (!batch.directory.HasJurisdiction(command.jurisdiction)) {
    return Refuse(ErrorCode::kInvalid, "jurisdiction.unknown",
                  {{"jurisdiction", std::to_string(NumberOf(command.jurisdiction))}},
                  "/jurisdiction");
  }
  const bool creates = command.act == rules::Act::kCreate;
  Result<Loaded*> found = batch.Load(command.jurisdiction, command.record, *pack);
  if (creates && (found.ok() ? !(*found)->history.empty() : found.error().key == kMissing)) {
    return Refuse(ErrorCode::kInvalid, "record.exists", {{"record", command.record.ToString()}},
                  "/record");
  }
  TRY_ASSIGN(Loaded * loaded, std::move(found));
  if (!creates) {
    // Before anything is said of its content: who may not open it learns what a record that is not
    // there would tell him, and who may not change it learns that only.
    if (loaded->history.empty() || loaded->state.voided ||
        !MayRead(scope, *pack, loaded->state.fields)) {
      return Missing(command.record);
    }
    TRY(batch.CheckMayChange(scope, *pack, loaded->state.fields));
  }
  TRY(batch.CheckStale(*loaded, command));
  const bool reaches_back =
      command.act == rules::Act::kCorrect || command.act == rules::Act::kTakeBack;
  if ((reaches_back && HasPersonal(*pack)) || TouchesPersonal(*pack, command)) {
    TRY(batch.FillHistory(*loaded));
  }
  TRY_ASSIGN(rules::Change change, batch.ReadChange(scope, command, *pack, *loaded));

  // What the record would be after it.
  change.counts_on = batch.CountsOn(*loaded, change);
  TRY_ASSIGN(change.position, batch.NextPosition(command.jurisdiction));
  change.known_on = batch.recorded[command.jurisdiction].date();
  rules::History history = loaded->history;
  history.push_back(change);
  rules::RecordState after = State::FoldLoaded(*loaded, history);

  // Carried and derived fields follow; what they become is part of this event.
  const bool sets_fields = !change.set.empty() || !change.append.empty();
  const bool checks_form =
      !after.voided && (change.act == rules::Act::kCreate || change.act == rules::Act::kMove ||
                        change.act == rules::Act::kChange || reaches_back);
  if (sets_fields && !after.voided) {
    TRY(batch.CheckReferences(scope, *loaded, change.set));
    Fields links = after.fields;
    for (const auto& [name, value] : change.set) {
      PutField(links, name, value);
    }
    for (const rules::Field& field : pack->fields) {
      // Whoever asks (only a follower can), what it becomes is what the linked record has now: a
      // command that comes late sets nothing old.
      if (field.type == rules::FieldType::kCarried &&
          (change.set.count(field.carried_reference) > 0 || change.set.count(field.name) > 0)) {
        TRY_ASSIGN(const Value value, batch.LinkedField(*pack, command.jurisdiction, field, links));
        change.set.erase(field.name);
        if (!value.IsEmpty() || loaded->state.fields.count(field.name) > 0) {
          change.set[field.name] = value;
        }
      }
    }
    history.back() = change;
    after = State::FoldLoaded(*loaded, history);
  }
  if (checks_form) {
    Fields checked = after.fields;
    Status form = rules::CheckForm(*pack, checked, after.state);
    if (!form.ok()) {
      return std::move(form).error();
    }
    if (change.act != rules::Act::kTakeBack) {
      TRY(State::SetDerived(*loaded, history, checked, change));
    }
    // they may have been set later than what this command names
    change.counts_on = batch.CountsOn(*loaded, change);
    history.back() = change;
    after = State::FoldLoaded(*loaded, history);
    if (reaches_back) {
      TRY(batch.CheckDerived(*loaded, history, after));
    }
  }
  Fields personal;
  for (const auto& [name, value] : after.fields) {
    if (IsPersonal(*pack, name) && !value.IsEmpty()) {
      personal[name] = value;
    }
  }

  // Who may.
  if (!after.voided) {  // a record that is void lies nowhere
    TRY(batch.CheckMayChange(scope, *pack, after.fields));
  }
  const UnitId unit_after = RegionOf(*pack, after.fields);
  if (change.act == rules::Act::kMove) {
    TRY(batch.CheckMove(scope, *loaded, change, after.fields, unit_after));
  }
  if (!change.clock.empty() || change.act == rules::Act::kPause) {
    TRY(batch.CheckClock(scope, *loaded, change, unit_after));
  }
  std::optional<std::string> key;
  TRY(batch.CheckKey(*loaded, after.fields, after.voided, key));

  // It is decided; from here on nothing is refused but by the journal itself.
  Event event;
  event.id = change.event;
  event.root_position = batch.directory.position();
  event.origin = command.origin;
  event.origin.actor = scope.actor();
  event.recorded = batch.recorded[command.jurisdiction];
  event.counts_on = change.counts_on;
  event.kind = "record." + std::string(rules::ActName(change.act));
  event.record = command.record;
  event.body = rules::WriteChange(ClearPart(*pack, change));
  for (const char* member : kHeaderMembers) {
    event.body.erase(member);
  }
  event.body["pack"] = pack->name;
  event.personal = PersonalPart(*pack, change);
  if (!event.personal.empty() && batch.directory.IsErased(command.record)) {
    return Refuse(ErrorCode::kConflict, "journal.record_erased",
                  {{"record", command.record.ToString()}}, "/record");
  }
  event.jurisdiction = command.jurisdiction;
  event.position = change.position;

  const std::pair<JurisdictionId, RecordId> record_key{command.jurisdiction, command.record};
  batch.before.emplace(record_key, *loaded);
  loaded->history = std::move(history);
  loaded->reseal = loaded->reseal || personal != loaded->personal;
  loaded->personal = std::move(personal);
  loaded->state = std::move(after);
  loaded->position = event.position;
  loaded->dirty = true;
  if (key && batch.keys.emplace(std::pair(command.jurisdiction, *key), loaded->id).second) {
    batch.pending_keys.emplace_back(command.jurisdiction, *key);
  }
  rules::Timeline timeline =
      rules::BuildTimeline(*pack, loaded->history, batch.directory.calendar());
  std::vector<rules::CellDelta> deltas = rules::Difference(loaded->timeline, timeline);
  loaded->timeline = std::move(timeline);
  const Applied out{loaded->id, command.jurisdiction, event.id, event.position, false};
  batch.applied[command_key] = out;
  batch.pending_commands.push_back(command_key);
  batch.pending.push_back({std::move(event), std::move(deltas)});
  if (!batch.grouped) {
    TRY(EndGroup());
  }
  return out;
}

Status Batch::Finish() {
  State& batch = *state_;
  for (auto& [jurisdiction, appender] : batch.appenders) {
    TRY(appender.Finish());
  }
  for (const auto& [jurisdiction, unused] : batch.appenders) {
    std::vector<storage::RecordRow> rows;
    std::vector<storage::Lookup> added;
    std::vector<storage::Lookup> removed;
    std::vector<RecordId> clocked;
    std::vector<storage::DueStepRow> steps;
    for (auto& [key, loaded] : batch.records) {
      if (key.first != jurisdiction || !loaded.dirty) {
        continue;
      }
      const rules::Pack& pack = *loaded.pack;
      storage::RecordRow row =
          RowOf(pack, loaded.id, loaded.state, loaded.history, loaded.position);
      row.sealed = loaded.sealed;
      if (loaded.reseal) {
        TRY_ASSIGN(const std::optional<journal::SecretKey> secret,
                   journal::RecordKey(batch.tx, jurisdiction, loaded.id, batch.keyring));
        row.sealed = secret && !loaded.personal.empty()
                         ? journal::Keyring::Seal(
                               *secret, CanonicalJson(rules::WriteFields(loaded.personal)),
                               loaded.id.AsBytes(), batch.random)
                         : "";
      }
      rows.push_back(std::move(row));

      std::vector<storage::Lookup> lookups =
          loaded.state.voided ? std::vector<storage::Lookup>()
                              : LookupsOf(pack, loaded.id, loaded.state.fields, batch.keyring);
      for (const storage::Lookup& lookup : lookups) {
        if (std::find(loaded.lookups.begin(), loaded.lookups.end(), lookup) ==
            loaded.lookups.end()) {
          added.push_back(lookup);
        }
      }
      for (const storage::Lookup& lookup : loaded.lookups) {
        if (std::find(lookups.begin(), lookups.end(), lookup) == lookups.end()) {
          removed.push_back(lookup);
        }
      }
      if (!pack.clocks.empty()) {
        clocked.push_back(loaded.id);
        for (storage::DueStepRow& step : DueStepsOf(pack, loaded.id, loaded.state, loaded.history,
                                                    batch.directory.calendar())) {
          steps.push_back(std::move(step));
        }
      }
    }
    TRY(storage::PutRecords(batch.tx, jurisdiction, rows));
    TRY(storage::RemoveLookups(batch.tx, jurisdiction, removed));
    TRY(storage::AddLookups(batch.tx, jurisdiction, added));
    TRY(storage::ReplaceDueSteps(batch.tx, jurisdiction, clocked, steps));
  }
  return {};
}

}  // namespace luoshi::registers
