// directives, plan, tasks: from a paper to what is to be done.
#include "app/builtin.h"
#include "app/directive.h"
#include "app/export.h"
#include "app/papers.h"
#include "app/plan.h"
#include "app/register_query.h"
#include "app/work_list.h"
#include "server/decode.h"
#include "server/handlers.h"

namespace luoshi::server {

JsonObject ItemToJson(const Call& call, const app::WorkItem& item) {
  return {{"record", item.record.ToString()},
          {"jurisdiction", NumberOf(item.jurisdiction)},
          {"pack", item.pack},
          {"number", item.number},
          {"title", item.title},
          {"region", NumberOf(item.region)},
          {"responsible", NumberOf(item.responsible)},
          {"responsible_name", call.directory->NameOf(item.responsible)},
          {"person", item.person},
          {"state", item.state},
          {"state_title", item.state_title},
          {"due", item.due ? Json(item.due->ToString()) : Json()},
          {"closed", item.closed},
          {"overdue", item.overdue}};
}

Result<Response> ListPapers(Call& call, const std::string& pack) {
  app::RegisterQuery query;
  query.pack = pack;
  query.after = call.Parameter("after");
  TRY_ASSIGN(const std::int64_t limit, ReadCount(call, "limit", 50, 500));
  query.limit = static_cast<std::size_t>(limit);
  TRY_ASSIGN(const app::RegisterPage page, app::ReadRegister(call.app, call.scope, query));
  JsonArray out;
  for (const std::string& record : page.records) {
    TRY_ASSIGN(Json parsed, ParseJson(record));
    JsonObject& json = parsed.as_object();
    if (JsonObject* fields = json["fields"].if_object()) {
      fields->erase("text");  // a whole speech; records/{record} has it
    }
    out.push_back(std::move(json));
  }
  return JsonResponse(JsonObject{{"records", std::move(out)},
                                 {"next", page.next.empty() ? Json() : Json(page.next)}});
}

Result<Response> ListDirectives(Call& call) { return ListPapers(call, "directive"); }

Result<Response> PostDirective(Call& call) {
  app::RegisterOptions options;
  TRY_ASSIGN(options.unit, ReadUnit(call, "unit"));
  TRY_ASSIGN(options.date, ReadDay(call, "date"));
  options.number = call.Parameter("number");
  options.media_type = call.request.Header("content-type");
  if (const std::string kind = call.Parameter("kind"); !kind.empty()) {
    options.kind = kind;
  }
  TRY_ASSIGN(const app::RegisteredDirective paper,
             app::RegisterDirective(call.app, call.scope, call.request.body, app::BuiltinLexicon(),
                                    options));
  TRY_ASSIGN(const app::Plan plan,
             app::ReadPlan(call.request.body, options.date, call.directory.get()));
  JsonArray tasks;
  for (const RecordId& task : paper.tasks) {
    tasks.emplace_back(task.ToString());
  }
  return JsonResponse(JsonObject{{"record", paper.record.ToString()},
                                 {"number", paper.number},
                                 {"drafts", std::move(tasks)},
                                 {"proposed", plan.json}},
                      201);
}

Result<Response> DeployDirective(Call& call) {
  TRY_ASSIGN(const app::DeployReport report,
             app::Deploy(call.app, call.scope, call.path.at("number")));
  JsonArray given;
  for (const RecordId& record : report.given) {
    given.emplace_back(record.ToString());
  }
  JsonArray incomplete;
  for (const auto& [record, error] : report.incomplete) {
    incomplete.push_back({{"record", record.ToString()},
                          {"key", error.key},
                          {"detail", Message(error, Language::kZh)},
                          {"detail_en", Message(error, Language::kEn)}});
  }
  return JsonResponse(
      JsonObject{{"given", std::move(given)}, {"incomplete", std::move(incomplete)}});
}

Result<Response> PostPlan(Call& call) {
  TRY_ASSIGN(const std::optional<Date> date, ReadDay(call, "date"));
  TRY_ASSIGN(const app::Plan plan, app::ReadPlan(call.request.body, date, call.directory.get()));
  return JsonResponse(plan.json);
}

Result<Response> ListTasks(Call& call) {
  TRY_ASSIGN(const UnitId unit, ReadOptionalUnit(call, "unit"));
  TRY_ASSIGN(const std::vector<app::WorkItem> tasks, app::ListTasks(call.app, call.scope, unit));
  JsonArray out;
  for (const app::WorkItem& task : tasks) {
    out.push_back(ItemToJson(call, task));
  }
  return JsonResponse(out);
}

Result<Response> TasksWorkbook(Call& call) {
  TRY_ASSIGN(const UnitId unit, ReadUnit(call, "unit"));
  TRY_ASSIGN(std::string bytes, app::ExportTasks(call.app, call.scope, unit));
  return BytesResponse(std::move(bytes), kXlsx, "tasks.xlsx");
}

}  // namespace luoshi::server
