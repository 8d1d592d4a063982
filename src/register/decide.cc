#include "register/decide.h"

#include <algorithm>
#include <set>

#include "register/refuse.h"
#include "rules/clock.h"
#include "rules/form.h"
#include "rules/roles.h"

namespace luoshi::registers {
namespace {

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

// What the responsible unit does with a record. Giving it out, verifying, closing and opening it
// again are for those it lies with.
bool IsWork(const rules::Pack& pack, const rules::Transition& transition) {
  const auto closed = [&](const std::string& name) {
    const rules::State* state = pack.FindState(name);
    return state != nullptr && state->closed;
  };
  return !transition.independent && !closed(transition.to) &&
         std::none_of(transition.from.begin(), transition.from.end(), [&](const std::string& from) {
           return from == pack.lifecycle->initial || closed(from);
         });
}

}  // namespace

bool NeedsPersonalHistory(const rules::Pack& pack, const RecordCommand& command) {
  const bool reaches_back =
      command.act == rules::Act::kCorrect || command.act == rules::Act::kTakeBack;
  return (reaches_back && HasPersonal(pack)) || TouchesPersonal(pack, command);
}

Result<rules::Change> ReadChange(const access::Scope& scope,
                                 const RecordCommand& command,
                                 const Loaded& loaded) {
  const rules::Pack& pack = *loaded.pack;
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

Date CountsOn(const Loaded& loaded, const rules::Change& change) {
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

Status SetDerived(const Loaded& loaded,
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
    const rules::RecordState then = loaded.Fold(until);
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

Status CheckDerived(const Loaded& loaded,
                    const rules::History& history,
                    const rules::RecordState& after) {
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

Status CheckMayChange(const root::Directory& directory,
                      const access::Scope& scope,
                      const rules::Pack& pack,
                      const Fields& fields) {
  const access::Belonging units = BelongingOf(pack, fields);
  if (scope.MayChange(units, pack.name)) {
    return {};
  }
  return Refuse(ErrorCode::kForbidden, "access.rows",
                {{"unit", directory.NameOf(units.region)}, {"register", pack.title.zh}});
}

Status CheckStale(const Loaded& loaded, const RecordCommand& command) {
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

Status CheckMove(const access::Scope& scope,
                 const Loaded& loaded,
                 const rules::Change& change,
                 const Fields& after) {
  const rules::Pack& pack = *loaded.pack;
  const rules::Transition* transition = pack.FindTransition(change.transition);
  LUOSHI_CHECK(transition != nullptr);
  // By the record as it lies, not as the move would have it.
  const access::Belonging units = BelongingOf(pack, loaded.state.fields);
  const bool may =
      transition->who.empty() || scope.HasRole(transition->who, units.region, pack.name) ||
      (IsWork(pack, *transition) && scope.HasRole(transition->who, units.responsible, pack.name));
  if (!may) {
    std::string who;
    for (const std::string& role : transition->who) {
      who += (who.empty() ? "" : "、") + std::string(rules::RoleTitle(role));
    }
    return Refuse(ErrorCode::kForbidden, "access.role",
                  {{"act", transition->title.zh}, {"who", who}}, "/transition");
  }
  if (transition->guard) {
    const std::vector<Value> slots = rules::Slots(pack, after, loaded.state.state);
    if (!transition->guard->IsTrue(slots)) {
      return Refuse(ErrorCode::kInvalid, "record.guard",
                    {{"act", transition->title.zh}, {"why", transition->guard_message.zh}},
                    "/transition");
    }
  }
  for (const std::string& name : transition->require) {
    const auto found = after.find(name);
    if (found == after.end() || found->second.IsEmpty()) {
      const rules::Field* field = pack.FindField(name);
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

Status CheckClock(const access::Scope& scope,
                  const Loaded& loaded,
                  const rules::Change& change,
                  const rules::Calendar& calendar,
                  UnitId unit) {
  const rules::Clock* clock = loaded.pack->FindClock(change.clock);
  if (clock == nullptr) {
    return Refuse(ErrorCode::kInvalid, "clock.unknown", {{"clock", change.clock}}, "/clock");
  }
  const rules::ClockRun* run = nullptr;
  const std::vector<rules::ClockRun> runs =
      rules::RunClocks(*loaded.pack, loaded.history, calendar);
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

}  // namespace luoshi::registers
