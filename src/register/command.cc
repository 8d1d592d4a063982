#include "register/command.h"

namespace luoshi::registers {

Result<RecordCommand> ReadCommand(const JsonObject& json) {
  RecordCommand command;
  TRY_ASSIGN(const std::string id, RequiredString(json, "command"));
  TRY_ASSIGN(command.origin.command, Uuid::Parse(id));
  TRY_ASSIGN(const std::string act, RequiredString(json, "act"));
  const std::optional<rules::Act> known = rules::ParseAct(act);
  if (!known) {
    return Error{ErrorCode::kInvalid, "command.unknown_act", {{"act", act.substr(0, 64)}}, "/act"};
  }
  command.act = *known;
  TRY_ASSIGN(command.pack, RequiredString(json, "pack"));
  TRY_ASSIGN(const std::string record, RequiredString(json, "record"));
  TRY_ASSIGN(command.record, Uuid::Parse(record));
  TRY_ASSIGN(const std::optional<std::int64_t> jurisdiction, OptionalInt(json, "jurisdiction"));
  command.jurisdiction = JurisdictionId{jurisdiction.value_or(0)};
  TRY_ASSIGN(const std::optional<std::string> occurred, OptionalString(json, "occurred"));
  if (occurred) {
    TRY_ASSIGN(command.origin.occurred, DateTime::Parse(*occurred));
  }
  if (const JsonObject* behalf = FindObject(json, "on_behalf_of")) {
    TRY_ASSIGN(const std::string name, RequiredString(*behalf, "name"));
    TRY_ASSIGN(const std::string way, RequiredString(*behalf, "way"));
    const std::optional<EntryWay> parsed = ParseEntryWay(way);
    if (!parsed) {
      return Error{ErrorCode::kInvalid,
                   "command.unknown_way",
                   {{"way", way.substr(0, 64)}},
                   "/on_behalf_of/way"};
    }
    command.origin.on_behalf_of = OnBehalfOf{name, *parsed};
  }
  for (const auto& [name, into] : {std::pair<const char*, JsonObject*>{"set", &command.set},
                                   {"append", &command.append},
                                   {"seen", &command.seen}}) {
    if (const JsonObject* object = FindObject(json, name)) {
      *into = *object;
    }
  }
  for (const auto& [name, into] :
       {std::pair<const char*, std::string*>{"transition", &command.transition},
        {"clock", &command.clock},
        {"reason", &command.reason},
        {"step", &command.step},
        {"holder", &command.holder}}) {
    TRY_ASSIGN(const std::optional<std::string> text, OptionalString(json, name));
    *into = text.value_or("");
  }
  TRY_ASSIGN(const std::optional<std::string> target, OptionalString(json, "target"));
  if (target) {
    TRY_ASSIGN(command.target, Uuid::Parse(*target));
  }
  TRY_ASSIGN(const std::optional<std::string> due, OptionalString(json, "due"));
  if (due) {
    TRY_ASSIGN(const Date day, Date::Parse(*due));
    command.due = day;
  }
  return command;
}

JsonObject WriteCommand(const RecordCommand& command) {
  JsonObject json;
  json["command"] = command.origin.command.ToString();
  json["act"] = std::string(rules::ActName(command.act));
  json["pack"] = command.pack;
  json["record"] = command.record.ToString();
  json["jurisdiction"] = NumberOf(command.jurisdiction);
  json["occurred"] = command.origin.occurred.ToString();
  if (command.origin.on_behalf_of) {
    json["on_behalf_of"] = {{"name", command.origin.on_behalf_of->name},
                            {"way", std::string(EntryWayName(command.origin.on_behalf_of->way))}};
  }
  for (const auto& [name, from] : {std::pair<const char*, const JsonObject*>{"set", &command.set},
                                   {"append", &command.append},
                                   {"seen", &command.seen}}) {
    if (!from->empty()) {
      json[name] = *from;
    }
  }
  for (const auto& [name, from] :
       {std::pair<const char*, const std::string*>{"transition", &command.transition},
        {"clock", &command.clock},
        {"reason", &command.reason},
        {"step", &command.step},
        {"holder", &command.holder}}) {
    if (!from->empty()) {
      json[name] = *from;
    }
  }
  if (!command.target.IsNil()) {
    json["target"] = command.target.ToString();
  }
  if (command.due) {
    json["due"] = command.due->ToString();
  }
  return json;
}

}  // namespace luoshi::registers
