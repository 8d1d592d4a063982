#include "rules/history.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "rules/form.h"

namespace luoshi::rules {
namespace {

constexpr std::array<std::string_view, 9> kActs = {
    "create", "change", "move", "correct", "take_back", "pause", "resume", "extend", "step"};
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

bool SetsFields(Act act) { return act == Act::kCreate || act == Act::kChange || act == Act::kMove; }

bool CountsEarlier(const InForce& a, const InForce& b) {
  return a.change->counts_on != b.change->counts_on ? a.change->counts_on < b.change->counts_on
                                                    : a.change->position < b.change->position;
}

// `append` added to the groups of `fields`.
void AppendRows(const Fields& append, Fields& fields) {
  for (const auto& [name, value] : append) {
    const GroupRows* more = value.As<GroupRows>();
    if (more == nullptr || more->empty()) {
      continue;
    }
    Value& group = fields[name];
    if (group.As<GroupRows>() == nullptr) {
      group = *more;
      continue;
    }
    GroupRows& rows = std::get<GroupRows>(group.content);
    rows.insert(rows.end(), more->begin(), more->end());
  }
}

void Correct(const Change& correction, Change& change) {
  for (const auto& [name, value] : correction.set) {
    const auto appended = change.append.find(name);
    if (appended == change.append.end()) {
      change.set.insert_or_assign(name, value);
    } else {
      appended->second = value;
    }
  }
  AppendRows(correction.append, change.append);
}

void AddHandlers(const Change& change, std::vector<std::string>& handlers) {
  for (const std::string* name : {&change.actor, &change.reporter}) {
    if (!name->empty() && std::find(handlers.begin(), handlers.end(), *name) == handlers.end()) {
      handlers.push_back(*name);
    }
  }
}

// A move that verifies or sends back looks at work and does none, unless it also writes what it
// need not.
bool OnlyLooks(const Pack& pack, const Change& change, const Transition* transition) {
  const auto of_the_move = [&](const auto& set) {
    const Field* field = pack.FindField(set.first);
    const bool computed =
        field != nullptr && (field->derived || field->type == FieldType::kCarried);
    return computed || std::find(transition->require.begin(), transition->require.end(),
                                 set.first) != transition->require.end();
  };
  return transition != nullptr && (transition->independent || transition->returns) &&
         change.append.empty() && std::all_of(change.set.begin(), change.set.end(), of_the_move);
}

void Apply(const Pack& pack, const InForce& entry, RecordState& state) {
  const Change& change = *entry.change;
  const Transition* transition =
      change.act == Act::kMove ? pack.FindTransition(change.transition) : nullptr;
  if (SetsFields(change.act)) {
    for (const auto& [name, value] : change.set) {
      if (value.IsEmpty()) {
        state.fields.erase(name);
      } else {
        state.fields.insert_or_assign(name, value);
      }
    }
    AppendRows(change.append, state.fields);
    if (!OnlyLooks(pack, change, transition)) {
      AddHandlers(change, state.handlers);
      for (const Change* correction : entry.corrections) {
        AddHandlers(*correction, state.handlers);
      }
    }
  }
  if (change.act == Act::kCreate || change.act == Act::kMove) {
    state.state = change.state;
  }
  state.returned += transition != nullptr && transition->returns ? 1 : 0;
  if (change.act == Act::kStep && !change.holder.empty()) {
    state.holder = change.holder;
  }
}

// What is empty is left out, so that a history in a row stays short.
void PutText(JsonObject& json, std::string_view name, const std::string& text) {
  if (!text.empty()) {
    json[name] = text;
  }
}

Result<Fields> ReadSet(const Pack& pack, const JsonObject& json, std::string_view name) {
  const Json* member = json.if_contains(boost::json::string_view(name.data(), name.size()));
  if (member == nullptr) {
    return Fields();
  }
  const JsonObject* object = member->if_object();
  if (object == nullptr) {
    return Error{
        ErrorCode::kInvalid, "json.type", {{"expected", "object"}}, "/" + std::string(name)};
  }
  return ReadFields(pack.fields, *object);
}

Result<std::string> ReadText(const JsonObject& json, std::string_view name) {
  TRY_ASSIGN(std::optional<std::string> text, OptionalString(json, name));
  return std::move(text).value_or(std::string());
}

}  // namespace

std::string_view ActName(Act act) { return kActs[static_cast<std::size_t>(act)]; }

std::optional<Act> ParseAct(std::string_view name) {
  for (std::size_t i = 0; i < kActs.size(); ++i) {
    if (kActs[i] == name) {
      return static_cast<Act>(i);
    }
  }
  return std::nullopt;
}

EffectiveHistory::EffectiveHistory(const History& history) {
  const bool plain = std::none_of(history.begin(), history.end(), [](const Change& change) {
    return change.act == Act::kCorrect || change.act == Act::kTakeBack;
  });
  changes_.reserve(history.size());
  if (plain) {
    for (const Change& change : history) {
      changes_.push_back({&change, {}});
    }
  } else {
    TakeAllWithCorrections(history);
  }
  if (!std::is_sorted(changes_.begin(), changes_.end(), CountsEarlier)) {
    std::stable_sort(changes_.begin(), changes_.end(), CountsEarlier);
  }
}

void EffectiveHistory::TakeAllWithCorrections(const History& history) {
  std::unordered_map<EventId, std::size_t> places;
  std::vector<std::size_t> targets(history.size(), kNowhere);
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (history[i].act == Act::kCorrect || history[i].act == Act::kTakeBack) {
      const auto found = places.find(history[i].target);
      targets[i] = found == places.end() ? kNowhere : found->second;
    }
    places.emplace(history[i].event, i);
  }
  // Backwards, so that what takes a take-back back is known before it.
  std::vector<bool> gone(history.size(), false);
  for (std::size_t i = history.size(); i-- > 0;) {
    if (history[i].act == Act::kTakeBack && !gone[i] && targets[i] != kNowhere) {
      gone[targets[i]] = true;
      voided_ = voided_ || history[targets[i]].act == Act::kCreate;
    }
  }
  if (voided_) {
    return;
  }
  std::vector<std::size_t> slots(history.size(), kNowhere);
  for (std::size_t i = 0; i < history.size(); ++i) {
    const Change& change = history[i];
    if (change.act == Act::kCorrect) {
      // a correction of a correction corrects what that one corrected
      if (targets[i] != kNowhere && history[targets[i]].act == Act::kCorrect) {
        targets[i] = targets[targets[i]];
      }
      const std::size_t slot = targets[i] == kNowhere ? kNowhere : slots[targets[i]];
      if (gone[i] || slot == kNowhere || !SetsFields(changes_[slot].change->act)) {
        continue;
      }
      changes_[slot].corrections.push_back(&change);
    } else if (change.act != Act::kTakeBack && !gone[i]) {
      slots[i] = changes_.size();
      changes_.push_back({&change, {}});
    }
  }
  for (InForce& entry : changes_) {
    if (!entry.corrections.empty()) {
      Change& copy = corrected_.emplace_back(*entry.change);
      for (const Change* correction : entry.corrections) {
        Correct(*correction, copy);
      }
      entry.change = &copy;
    }
  }
}

History Effective(const History& history) {
  const EffectiveHistory effective(history);
  History out;
  out.reserve(effective.changes().size());
  for (const InForce& entry : effective.changes()) {
    out.push_back(*entry.change);
  }
  return out;
}

RecordState Fold(const Pack& pack, const History& history) {
  const EffectiveHistory effective(history);
  RecordState state;
  state.voided = effective.voided();
  for (const InForce& entry : effective.changes()) {
    Apply(pack, entry, state);
  }
  return state;
}

RecordState FoldAsOf(const Pack& pack, const History& history, Date day) {
  const EffectiveHistory effective(history);
  RecordState state;
  state.voided = effective.voided();
  for (const InForce& entry : effective.changes()) {
    if (entry.change->counts_on <= day) {
      Apply(pack, entry, state);
    }
  }
  return state;
}

JsonObject WriteChange(const Change& change) {
  JsonObject json;
  json["position"] = change.position;
  json["event"] = change.event.ToString();
  json["act"] = std::string(ActName(change.act));
  json["counts_on"] = change.counts_on.ToString();
  json["known_on"] = change.known_on.ToString();
  json["occurred"] = change.occurred.ToString();
  PutText(json, "actor", change.actor);
  PutText(json, "reporter", change.reporter);
  PutText(json, "transition", change.transition);
  PutText(json, "state", change.state);
  if (!change.set.empty()) {
    json["set"] = WriteFields(change.set);
  }
  if (!change.append.empty()) {
    json["append"] = WriteFields(change.append);
  }
  if (!change.target.IsNil()) {
    json["target"] = change.target.ToString();
  }
  PutText(json, "clock", change.clock);
  PutText(json, "reason", change.reason);
  if (change.due) {
    json["due"] = change.due->ToString();
  }
  PutText(json, "step", change.step);
  PutText(json, "holder", change.holder);
  return json;
}

Result<Change> ReadChange(const Pack& pack, const JsonObject& json) {
  Change change;
  TRY_ASSIGN(change.position, RequiredInt(json, "position"));
  TRY_ASSIGN(const std::string event, RequiredString(json, "event"));
  TRY_ASSIGN(change.event, Uuid::Parse(event));
  TRY_ASSIGN(const std::string act, RequiredString(json, "act"));
  const std::optional<Act> parsed = ParseAct(act);
  if (!parsed) {
    return Error{ErrorCode::kInvalid, "change.act", {{"act", act.substr(0, 64)}}, "/act"};
  }
  change.act = *parsed;
  TRY_ASSIGN(const std::string counts_on, RequiredString(json, "counts_on"));
  TRY_ASSIGN(change.counts_on, Date::Parse(counts_on));
  TRY_ASSIGN(const std::string known_on, RequiredString(json, "known_on"));
  TRY_ASSIGN(change.known_on, Date::Parse(known_on));
  TRY_ASSIGN(const std::string occurred, RequiredString(json, "occurred"));
  TRY_ASSIGN(change.occurred, DateTime::Parse(occurred));
  TRY_ASSIGN(change.actor, ReadText(json, "actor"));
  TRY_ASSIGN(change.reporter, ReadText(json, "reporter"));
  TRY_ASSIGN(change.transition, ReadText(json, "transition"));
  TRY_ASSIGN(change.state, ReadText(json, "state"));
  TRY_ASSIGN(change.set, ReadSet(pack, json, "set"));
  TRY_ASSIGN(change.append, ReadSet(pack, json, "append"));
  TRY_ASSIGN(const std::string target, ReadText(json, "target"));
  if (!target.empty()) {
    TRY_ASSIGN(change.target, Uuid::Parse(target));
  }
  TRY_ASSIGN(change.clock, ReadText(json, "clock"));
  TRY_ASSIGN(change.reason, ReadText(json, "reason"));
  TRY_ASSIGN(const std::string due, ReadText(json, "due"));
  if (!due.empty()) {
    TRY_ASSIGN(change.due, Date::Parse(due));
  }
  TRY_ASSIGN(change.step, ReadText(json, "step"));
  TRY_ASSIGN(change.holder, ReadText(json, "holder"));
  return change;
}

}  // namespace luoshi::rules
