#include "demo/hand.h"

#include <algorithm>

#include "app/followers.h"

namespace luoshi::demo {
namespace {

constexpr std::size_t kGroupsPerSubmit = 2'000;

}  // namespace

Error Unexpected(std::string_view step, const Error* error) {
  std::string why;
  if (error != nullptr) {
    why = Message(*error, Language::kZh) + " [" + error->key + " " + error->pointer + "]";
    for (const Error& other : error->others) {
      why += " " + Message(other, Language::kZh) + " [" + other.pointer + "]";
    }
  }
  return Error{
      ErrorCode::kInternal, "demo.unexpected", {{"step", std::string(step)}, {"why", why}}};
}

std::string Row::Text(std::string_view field) const {
  const auto found = fields.find(field);
  const std::string* text = found == fields.end() ? nullptr : found->second.As<std::string>();
  return text == nullptr ? std::string() : *text;
}

Status Hand::GoTo(Date day, int hour, int minute) {
  TRY(Flush());
  TRY(app_.SetClock(DateTime::At(day, hour, minute)));
  scopes_.clear();
  TRY(app::RunFollowers(app_));
  return {};
}

Result<const access::Scope*> Hand::As(const std::string& user) {
  const auto known = scopes_.find(user);
  if (known != scopes_.end()) {
    return &known->second;
  }
  TRY_ASSIGN(access::Scope scope, app_.ScopeOf(user));
  return &scopes_.emplace(user, std::move(scope)).first->second;
}

Result<registers::RecordCommand> Hand::Command(const std::string& user,
                                               std::string_view name,
                                               std::string_view pack,
                                               const Row& row,
                                               rules::Act act) {
  TRY_ASSIGN(const access::Scope* scope, As(user));
  registers::RecordCommand command;
  command.origin.command = Uuid::Derived({"demo", pack, row.record.AsBytes(), name});
  command.origin.actor = scope->actor();
  command.origin.occurred = app_.clock().Now();
  command.jurisdiction = row.jurisdiction;
  command.pack = pack;
  command.record = row.record;
  command.act = act;
  return command;
}

Result<registers::RecordCommand> Hand::Move(const std::string& user,
                                            std::string_view pack,
                                            const Row& row,
                                            std::string_view transition,
                                            JsonObject set,
                                            std::string_view turn) {
  TRY_ASSIGN(registers::RecordCommand command,
             Command(user, std::string(transition) + " " + std::string(turn), pack, row,
                     rules::Act::kMove));
  command.transition = transition;
  command.set = std::move(set);
  return command;
}

Status Hand::Queue(const std::string& user, registers::RecordCommand command) {
  if (queue_.empty() || queue_.back().user != user ||
      queue_.back().groups.size() >= kGroupsPerSubmit) {
    queue_.push_back({user, {}});
  }
  app::CommandGroup group;
  group.commands.push_back(std::move(command));
  queue_.back().groups.push_back(std::move(group));
  return {};
}

Status Hand::Flush() {
  std::vector<Batch> queue = std::move(queue_);
  queue_.clear();
  for (Batch& batch : queue) {
    TRY_ASSIGN(const access::Scope* scope, As(batch.user));
    std::vector<std::pair<CommandId, std::string>> asked;
    for (const app::CommandGroup& group : batch.groups) {
      const registers::RecordCommand& command = group.commands.front();
      asked.emplace_back(command.origin.command, command.pack + "." +
                                                     std::string(rules::ActName(command.act)) +
                                                     " " + command.transition + " " + batch.user);
    }
    const std::vector<app::GroupResult> results = app_.Submit(*scope, std::move(batch.groups));
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (!results[i].ok()) {
        return Unexpected(asked[i].second, &results[i].error());
      }
      const registers::Applied& applied = results[i]->front();
      if (applied.repeated) {
        return Unexpected(asked[i].second + " (repeated)");
      }
      events_[asked[i].first] = applied.event;
      ++accepted_;
    }
  }
  return {};
}

Status Hand::ExpectRefused(const std::string& user,
                           registers::RecordCommand command,
                           std::string_view key) {
  TRY(Flush());
  TRY_ASSIGN(const access::Scope* scope, As(user));
  const std::string step = command.pack + "." + command.transition + " " + user;
  const Result<registers::Applied> answer = app_.SubmitOne(*scope, std::move(command));
  if (answer.ok()) {
    return Unexpected(step + " ≠ " + std::string(key));
  }
  if (answer.error().key != key) {
    return Unexpected(step + " ≠ " + std::string(key), &answer.error());
  }
  ++refused_;
  return {};
}

Result<EventId> Hand::EventOf(const CommandId& command) const {
  const auto found = events_.find(command);
  if (found == events_.end()) {
    return Unexpected("event of " + command.ToString());
  }
  return found->second;
}

Result<std::vector<Row>> Rows(Hand& hand,
                              const std::string& user,
                              std::string_view pack,
                              UnitId unit) {
  TRY(hand.Flush());
  TRY_ASSIGN(const access::Scope* scope, hand.As(user));
  std::vector<Row> rows;
  TRY(hand.app().ForEachRecord(*scope, pack, unit, registers::Personal::kClosed,
                               [&](const registers::Record& record) -> Status {
                                 rows.push_back({record.id, record.jurisdiction, record.region,
                                                 record.state.state, record.state.fields});
                                 return {};
                               }));
  std::sort(rows.begin(), rows.end(),
            [](const Row& a, const Row& b) { return a.record < b.record; });
  return rows;
}

}  // namespace luoshi::demo
