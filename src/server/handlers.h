// Every handler of the table in routes.cc, by noun: read, decode, one use case, respond.
#pragma once

#include <span>

#include "app/work_list.h"
#include "server/call.h"

namespace luoshi::server {

// unit_routes.cc
Result<Response> ListUnits(Call& call);
Result<Response> ListPacks(Call& call);
Result<Response> ShowPack(Call& call);
// record_routes.cc
Result<Response> ListRegister(Call& call);
Result<Response> ExportRegister(Call& call);
Result<Response> ShowRecord(Call& call);
Result<Response> PostCommands(Call& call);
// figure_routes.cc
Result<Response> ListFigures(Call& call);
Result<Response> ExplainFigure(Call& call);
// directive_routes.cc
Result<Response> ListDirectives(Call& call);
Result<Response> PostDirective(Call& call);
Result<Response> DeployDirective(Call& call);
Result<Response> PostPlan(Call& call);
Result<Response> ListTasks(Call& call);
Result<Response> TasksWorkbook(Call& call);
// The records of a built-in pack, as a page.
Result<Response> ListPapers(Call& call, const std::string& pack);
JsonObject ItemToJson(const Call& call, const app::WorkItem& item);
// import_routes.cc
Result<Response> PostImport(Call& call);
Result<Response> TakeBack(Call& call);
// bulletin_routes.cc
Result<Response> ListBulletins(Call& call);
Result<Response> PostBulletin(Call& call);
Result<Response> IssueBulletin(Call& call);
Result<Response> BulletinDocx(Call& call);
Result<Response> BulletinPdf(Call& call);
// attachment_routes.cc
Result<Response> GetAttachment(Call& call);
Result<Response> PostAttachment(Call& call);
// system_routes.cc
Result<Response> ListChanges(Call& call);
Result<Response> Inbox(Call& call);
Result<Response> Health(Call& call);
Result<Response> OpenApi(Call& call);
Result<Response> ResultFile(Call& call);
// What the main job leaves in --out.
struct ResultFileRow {
  std::string_view name;
  std::string_view title;
  std::string_view media_type;
};
std::span<const ResultFileRow> ResultFiles();
// They were made for whoever serves them, and lie in his folder: nobody else gets them here.
bool MayReadResults(const Call& call);
// page.cc, explain_page.cc
Result<Response> HomePage(Call& call);
Result<Response> ExplainPage(Call& call);

}  // namespace luoshi::server
