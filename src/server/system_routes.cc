// changes, inbox, health, openapi.json and the five files.
#include <array>

#include "app/changes.h"
#include "app/figures_json.h"
#include "app/followers.h"
#include "app/work_list.h"
#include "host/files.h"
#include "server/decode.h"
#include "server/handlers.h"
#include "server/openapi.h"

namespace luoshi::server {
namespace {

constexpr std::size_t kMostFile = std::size_t{256} << 20;

JsonObject EventToJson(const Event& event) {
  return {
      {"event", event.id.ToString()},
      {"position", event.position},
      {"root_position", event.root_position},
      {"command", event.origin.command.ToString()},
      {"actor", event.origin.actor.user},
      {"post", event.origin.actor.post},
      {"on_behalf_of",
       event.origin.on_behalf_of
           ? Json(JsonObject{{"way", std::string(EntryWayName(event.origin.on_behalf_of->way))}})
           : Json()},
      {"occurred", event.origin.occurred.ToString()},
      {"recorded", event.recorded.ToString()},
      {"counts_on", event.counts_on.ToString()},
      {"kind", event.kind},
      {"record", event.record.IsNil() ? Json() : Json(event.record.ToString())},
      {"body", event.body}};
}

// A calendar that is missing is a warning a month ahead.
JsonArray WarningsOf(const Call& call) {
  JsonArray out;
  const Date today = call.app.today();
  for (const int year : {today.year(), (today + 31).year()}) {
    const std::string text = "缺少 " + std::to_string(year) + " 年工作日历，暂按周一至周五计算";
    if (!call.directory->calendar().HasYear(year) &&
        (out.empty() || TextOf(out.back().get_string()) != text)) {
      out.emplace_back(text);
    }
  }
  return out;
}

}  // namespace

Result<Response> ListChanges(Call& call) {
  const std::optional<std::int64_t> journal = ReadInteger(call.Parameter("jurisdiction"));
  const std::optional<std::int64_t> after = call.Parameter("after").empty()
                                                ? std::optional<std::int64_t>(0)
                                                : ReadInteger(call.Parameter("after"));
  if (!journal || !after || *after < 0) {
    return WrongParameter(call, journal ? "after" : "jurisdiction");
  }
  TRY_ASSIGN(const std::int64_t limit, ReadCount(call, "limit", 100, 500));
  TRY_ASSIGN(const app::Changes changes,
             app::ReadChanges(call.app, call.scope, JurisdictionId{*journal}, *after, limit));
  JsonArray events;
  for (const Event& event : changes.events) {
    events.push_back(EventToJson(event));
  }
  return JsonResponse(
      JsonObject{{"events", std::move(events)}, {"next", changes.next}, {"more", changes.more}});
}

Result<Response> Inbox(Call& call) {
  TRY_ASSIGN(const std::int64_t limit, ReadCount(call, "limit", 50, 500));
  TRY_ASSIGN(const std::vector<app::InboxRegister> registers,
             app::ReadInbox(call.app, call.scope, static_cast<std::size_t>(limit)));
  JsonArray out;
  for (const app::InboxRegister& one : registers) {
    JsonArray items;
    for (const app::WorkItem& item : one.items) {
      items.push_back(ItemToJson(call, item));
    }
    out.push_back({{"pack", one.pack}, {"open", one.open}, {"items", std::move(items)}});
  }
  return JsonResponse(out);
}

Result<Response> Health(Call& call) {
  TRY_ASSIGN(const auto heads, app::HeadPositions(call.app));
  JsonObject positions;
  for (const auto& [jurisdiction, position] : heads) {
    positions[std::to_string(NumberOf(jurisdiction))] = position;
  }
  // how many, not which: anybody may ask; `luoshi verify` names them
  TRY_ASSIGN(const std::int64_t refused, app::CountRefusals(call.app));
  return JsonResponse(JsonObject{{"status", "ok"},
                                 {"tenant", call.directory->tenant()},
                                 {"example", call.directory->is_example()},
                                 {"now", call.app.clock().Now().ToString()},
                                 {"store", std::string(call.app.store().Kind())},
                                 {"journal_positions", std::move(positions)},
                                 {"follower_refusals", refused},
                                 {"warnings", WarningsOf(call)}});
}

Result<Response> OpenApi(Call&) { return JsonResponse(OpenApiDocument()); }

std::span<const ResultFileRow> ResultFiles() {
  static constexpr std::array<ResultFileRow, 5> kFiles = {
      {{"tasks.xlsx", "任务清单", kXlsx},
       {"bulletin.docx", "进度通报（Word）",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
       {"bulletin.pdf", "进度通报（PDF）", "application/pdf"},
       {"figures.json", "指标数据", "application/json"},
       {"checkpoint.txt", "核验文件", "text/plain; charset=utf-8"}}};
  return kFiles;
}

bool MayReadResults(const Call& call) { return call.scope.actor().user == call.options.actor; }

Result<Response> ResultFile(Call& call) {
  for (const ResultFileRow& row : ResultFiles()) {
    if (row.name == call.path.at("name") && MayReadResults(call)) {
      TRY_ASSIGN(std::string content,
                 ReadFile(call.options.out + "/" + std::string(row.name), kMostFile));
      return BytesResponse(std::move(content), row.media_type, std::string(row.name));
    }
  }
  return Error{ErrorCode::kNotFound, "http.path", {{"path", "/files"}}};
}

}  // namespace luoshi::server
