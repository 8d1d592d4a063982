// imports: a workbook as the body, what to do with it in the query.
#include "app/import.h"
#include "server/decode.h"
#include "server/handlers.h"

namespace luoshi::server {
namespace {

std::string_view OutcomeName(const app::ImportReport& report) {
  return !report.stop_reason.empty() ? "stopped" : report.number.empty() ? "dry_run" : "done";
}

JsonObject ReportToJson(const app::ImportReport& report) {
  JsonArray columns;
  for (const app::ImportColumn& column : report.columns) {
    columns.push_back({{"heading", column.heading},
                       {"field", column.field.empty() ? Json() : Json(column.field)}});
  }
  JsonArray errors;
  for (const app::ImportedRow& row : report.refusals) {
    errors.push_back({{"row", row.row},
                      {"column", row.column},
                      {"key", row.error.key},
                      {"detail", Message(row.error, Language::kZh)},
                      {"detail_en", Message(row.error, Language::kEn)}});
  }
  JsonArray gone;
  for (const RecordId& record : report.gone) {
    gone.emplace_back(record.ToString());
  }
  return {{"status", std::string(OutcomeName(report))},
          {"number", report.number.empty() ? Json() : Json(report.number)},
          {"sheet", report.sheet},
          {"header_row", report.header_row},
          {"columns", std::move(columns)},
          {"read", report.read},
          {"added", report.added},
          {"changed", report.changed},
          {"same", report.same},
          {"refused", report.refused},
          {"errors", std::move(errors)},
          {"gone", std::move(gone)},
          {"stopped_after", report.stopped_after},
          {"stop_reason", report.stop_reason.empty() ? Json() : Json(report.stop_reason)}};
}

}  // namespace

Result<Response> PostImport(Call& call) {
  app::ImportOptions options;
  options.pack = call.Parameter("register");
  options.sheet = call.Parameter("sheet");
  options.file_name = call.Parameter("file_name");
  options.resume = call.Parameter("resume");
  TRY_ASSIGN(options.within, ReadOptionalUnit(call, "unit"));
  TRY_ASSIGN(options.dry_run, ReadFlag(call, "dry_run"));
  TRY_ASSIGN(options.full, ReadFlag(call, "full"));
  TRY_ASSIGN(const std::optional<Date> date, ReadDay(call, "date"));
  if (date) {
    options.occurred = DateTime::At(*date, 12);
  }
  options.columns = ReadFamily(call, "map.");
  options.constants = ReadFamily(call, "set.");
  TRY_ASSIGN(const bool annotated, ReadFlag(call, "annotated"));
  TRY_ASSIGN(const app::ImportReport report,
             app::Import(call.app, call.scope, call.request.body, options));
  if (annotated) {
    TRY_ASSIGN(std::string workbook, app::AnnotatedWorkbook(call.request.body, report));
    return BytesResponse(std::move(workbook), kXlsx, "checked.xlsx");
  }
  return JsonResponse(ReportToJson(report));
}

Result<Response> TakeBack(Call& call) {
  TRY_ASSIGN(const JsonObject body, ReadObject(call));
  TRY_ASSIGN(const std::string reason, RequiredString(body, "reason"));
  TRY_ASSIGN(const app::TakeBackReport report,
             app::TakeBackImport(call.app, call.scope, call.path.at("number"), reason));
  JsonArray left;
  for (const RecordId& record : report.left) {
    left.emplace_back(record.ToString());
  }
  return JsonResponse(JsonObject{{"taken_back", report.taken_back}, {"left", std::move(left)}});
}

}  // namespace luoshi::server
