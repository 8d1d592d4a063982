// registers, records, commands.
#include "app/export.h"
#include "app/record_json.h"
#include "app/register_query.h"
#include "server/decode.h"
#include "server/handlers.h"
#include "server/problem.h"

namespace luoshi::server {
namespace {

constexpr std::size_t kMostCommands = 1'000;

// Ends with "/3/set/name" for the fourth command of a list.
Error At(Error error, const std::string& place) {
  error.pointer = place + error.pointer;
  return error;
}

// Journal and time are filled in for a command that leaves them out: a new record lies where its
// region lies, whatever the command says.
Result<registers::RecordCommand> ReadOne(Call& call, const Json& json) {
  const JsonObject* object = json.if_object();
  if (object == nullptr) {
    return Error{ErrorCode::kInvalid, "json.type", {{"expected", "object"}}};
  }
  TRY_ASSIGN(registers::RecordCommand command, registers::ReadCommand(*object));
  command.origin.actor = call.scope.actor();
  if (command.origin.occurred.ms == 0) {
    command.origin.occurred = call.app.clock().Now();
  }
  if (command.act == rules::Act::kCreate) {
    command.jurisdiction = JurisdictionId{0};
  } else if (NumberOf(command.jurisdiction) == 0) {
    TRY_ASSIGN(const registers::Record record,
               call.app.FindRecord(call.scope, command.record, registers::Personal::kClosed));
    command.jurisdiction = record.jurisdiction;
  }
  return command;
}

JsonObject AnswerOf(const registers::Applied& applied) {
  return {{"status", applied.repeated ? "repeated" : "applied"},
          {"record", applied.record.ToString()},
          {"jurisdiction", NumberOf(applied.jurisdiction)},
          {"event", applied.event.ToString()},
          {"position", applied.position}};
}

// What a refusal says about a record is not told to somebody who may not see that record.
Error Shown(Call& call, const registers::RecordCommand& command, const Error& error) {
  if (command.act == rules::Act::kCreate || error.code == ErrorCode::kForbidden) {
    return error;
  }
  const Result<registers::Record> record = call.app.FindRecord(
      call.scope, command.jurisdiction, command.record, registers::Personal::kClosed);
  return record.ok() ? error : record.error();
}

// Each command stands or falls alone. The answers come in the order asked.
std::vector<Result<registers::Applied>> Decide(Call& call, const JsonArray& list, bool dry_run) {
  std::vector<Result<registers::Applied>> out;
  std::vector<std::size_t> places;
  std::vector<app::CommandGroup> groups;
  for (const Json& item : list) {
    Result<registers::RecordCommand> command = ReadOne(call, item);
    out.emplace_back(command.ok() ? Error() : std::move(command).error());
    if (command.ok()) {
      places.push_back(out.size() - 1);
      groups.emplace_back().commands.push_back(*std::move(command));
    }
  }
  const std::vector<app::CommandGroup> asked = groups;
  const std::vector<app::GroupResult> results =
      dry_run ? call.app.DryRun(call.scope, std::move(groups))
              : call.app.Submit(call.scope, std::move(groups));
  for (std::size_t i = 0; i < results.size(); ++i) {
    const registers::RecordCommand& command = asked[i].commands.front();
    out[places[i]] = results[i].ok()
                         ? Result<registers::Applied>(results[i]->front())
                         : Result<registers::Applied>(Shown(call, command, results[i].error()));
  }
  return out;
}

}  // namespace

Result<Response> ListRegister(Call& call) {
  app::RegisterQuery query;
  query.pack = call.path.at("pack");
  query.state = call.Parameter("state");
  TRY_ASSIGN(query.unit, ReadOptionalUnit(call, "unit"));
  for (auto& [field, value] : ReadFamily(call, "field.")) {
    query.equals.emplace_back(field, value);
  }
  query.after = call.Parameter("after");
  TRY_ASSIGN(const std::int64_t limit, ReadCount(call, "limit", 50, 500));
  query.limit = static_cast<std::size_t>(limit);
  TRY_ASSIGN(query.total, ReadFlag(call, "total"));
  TRY_ASSIGN(const app::RegisterPage page, app::ReadRegister(call.app, call.scope, query));
  std::string json = "{\"records\":[";
  for (const std::string& record : page.records) {
    json += json.ends_with('[') ? "" : ",";
    json += record;
  }
  json += "],\"next\":" + (page.next.empty() ? "null" : "\"" + page.next + "\"");
  if (query.total) {
    const auto number = [](std::int64_t value) { return std::to_string(value); };
    json += ",\"total\":" + (page.total ? number(*page.total) : "null");
    json += ",\"total_more_than\":" + (page.total ? "null" : number(page.at_least));
  }
  return JsonTextResponse(json + "}");
}

Result<Response> ExportRegister(Call& call) {
  TRY_ASSIGN(const UnitId unit, ReadUnit(call, "unit"));
  TRY_ASSIGN(std::string bytes,
             app::ExportRegister(call.app, call.scope, call.path.at("pack"), {unit, false}));
  return BytesResponse(std::move(bytes), kXlsx, call.path.at("pack") + ".xlsx");
}

Result<Response> ShowRecord(Call& call) {
  TRY_ASSIGN(const RecordId id, Uuid::Parse(call.path.at("record")));
  TRY_ASSIGN(std::string json, app::ShowRecord(call.app, call.scope, id));
  return JsonTextResponse(std::move(json));
}

Result<Response> PostCommands(Call& call) {
  TRY_ASSIGN(const bool dry_run, ReadFlag(call, "dry_run"));
  TRY_ASSIGN(const Json json, ParseJson(call.request.body));
  const JsonArray* list = json.if_array();
  if (list == nullptr) {  // one alone is answered by the status
    const std::vector<Result<registers::Applied>> results = Decide(call, {json}, dry_run);
    TRY_ASSIGN(const registers::Applied applied, results.front());
    return JsonResponse(AnswerOf(applied));
  }
  if (list->size() > kMostCommands) {
    return Error{
        ErrorCode::kInvalid, "command.too_many", {{"most", std::to_string(kMostCommands)}}};
  }
  JsonArray answers;
  for (const Result<registers::Applied>& result : Decide(call, *list, dry_run)) {
    const std::string place = "/" + std::to_string(answers.size());
    answers.push_back(result.ok() ? AnswerOf(*result)
                                  : JsonObject{{"status", "refused"},
                                               {"problem", ProblemOf(At(result.error(), place))}});
  }
  return JsonResponse(answers);
}

}  // namespace luoshi::server
