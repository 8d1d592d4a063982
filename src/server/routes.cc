#include "server/routes.h"

#include <algorithm>

#include "server/handlers.h"

namespace luoshi::server {
namespace {

constexpr std::string_view kXlsxType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kBytesType = "application/octet-stream";
constexpr std::string_view kHtmlType = "text/html";

constexpr Parameter kAfter{"after", "接着上一页的 next cursor of the page before"};
constexpr Parameter kLimit{"limit", "最多几条，不超过 500 at most this many"};
constexpr Parameter kUnit{"unit", "单位代码、名称或 id:编号 unit by code, name or id:number"};
constexpr Parameter kNeededUnit{kUnit.name, kUnit.about, true};
constexpr Parameter kAsOf{"as_of", "截至 2026-09-01 as of this day"};
constexpr Parameter kKnownAt{"known_at", "当时所知 as known on this day"};
constexpr Parameter kPeriod{"period", "统计期 period"};
constexpr Parameter kDryRun{"dry_run", "只检查 true: check only"};

std::vector<Parameter> FigureParameters() {
  return {kNeededUnit,
          {"level", "county town village grid office"},
          kAsOf,
          {"since", "此后新增 what was added after this day"},
          kKnownAt,
          kPeriod,
          {"by", "分组字段 breakdown"},
          {"indicator", "模板.指标 pack.indicator", false, true},
          {"axis", "region 或 responsible"},
          {"boundary", "按哪天的区划 in the tree of this day"},
          {"against", "对比 previous_day week_start month_start last_year"},
          {"forecast", "预计到期可达 true: where the pace of the last weeks leads"}};
}

std::vector<Parameter> ExplainParameters() {
  return {kNeededUnit,
          {"indicator", "模板.指标 pack.indicator", true},
          kAsOf,
          kKnownAt,
          kPeriod,
          {"own", "只看本级 true: what the unit holds itself"},
          {"limit", "最多列出几行，不超过 1000 rows listed at most"}};
}

std::vector<Parameter> ImportParameters() {
  return {
      {"register", "导入到 pack", true},
      {"unit", "单位名在其下查找 units are looked up below it"},
      {"sheet", "工作表 sheet; the first when missing"},
      {"file_name", "文件名 name of the file"},
      {"date", "数据日期 the day the rows were true"},
      kDryRun,
      {"full", "全量 true: who is not in it is reported as gone"},
      {"resume", "接着做中断的导入 number of an interrupted import"},
      {"annotated", "true：返回标注了错误的工作簿 answer with the workbook, errors beside rows"},
      {"set.*", "每行的值 set.field=value for every row"},
      {"map.*", "表头对应的字段 map.heading=field"}};
}

std::vector<Route> MakeRoutes() {
  constexpr std::string_view kKnown = "已知用户 any known user";
  constexpr std::string_view kRows = "只见有权的行 rows in scope";
  constexpr std::string_view kFigures = "指标范围 figures in scope";
  constexpr std::string_view kChange = "可办理该单位该条线 may change rows there";
  constexpr std::string_view kLifecycle = "由业务模板的环节决定 as the lifecycle says";
  return {
      {.method = "GET",
       .path = "/",
       .handler = HomePage,
       .summary = "首页 Progress, tasks, papers",
       .permission = kFigures,
       .parameters = {kUnit, kAsOf, {"indicator", "pack.indicator"}},
       .answers = kHtmlType},
      {.method = "GET",
       .path = "/explain",
       .handler = ExplainPage,
       .summary = "数从何来 Where a number comes from",
       .permission = kFigures,
       .parameters = ExplainParameters(),
       .answers = kHtmlType},
      {.method = "GET",
       .path = "/files/{name}",
       .handler = ResultFile,
       .summary = "结果文件 The five files",
       .permission = "本机默认用户 whom this server serves",
       .answers = kBytesType},
      {.method = "GET",
       .path = "/api/v1/health",
       .handler = Health,
       .summary = "运行情况 State of the server",
       .permission = "–",
       .cost = Cost::kLight,
       .anonymous = true},
      {.method = "GET",
       .path = "/api/v1/openapi.json",
       .handler = OpenApi,
       .summary = "接口说明 This document",
       .permission = "–",
       .anonymous = true},
      {.method = "GET",
       .path = "/api/v1/units",
       .handler = ListUnits,
       .summary = "单位 The tree of units",
       .permission = kKnown,
       .parameters = {{"below", "其下各级 below this unit"},
                      {"level", "只要这一级 this level"},
                      kAsOf}},
      {.method = "GET",
       .path = "/api/v1/packs",
       .handler = ListPacks,
       .summary = "业务模板 Packs",
       .permission = kKnown},
      {.method = "GET",
       .path = "/api/v1/packs/{pack}",
       .handler = ShowPack,
       .summary = "一个业务模板 One pack: fields, lifecycle, indicators",
       .permission = kKnown},
      {.method = "GET",
       .path = "/api/v1/registers/{pack}",
       .handler = ListRegister,
       .summary = "台账 A page of a register, by id",
       .permission = kRows,
       .parameters = {{"state", "状态 state"},
                      kUnit,
                      {"field.*", "字段等于 field.name=value, clear fields only"},
                      kAfter,
                      kLimit,
                      {"total", "true：计数 count, exact up to 10,000"}}},
      {.method = "GET",
       .path = "/api/v1/registers/{pack}/export.xlsx",
       .handler = ExportRegister,
       .summary = "导出台账 A register as a workbook, personal data masked",
       .permission = kRows,
       .parameters = {kNeededUnit},
       .answers = kXlsxType,
       .cost = Cost::kSlow},
      {.method = "GET",
       .path = "/api/v1/records/{record}",
       .handler = ShowRecord,
       .summary = "记录及其办理过程 A record with its history",
       .permission = kRows,
       .cost = Cost::kLight},
      {.method = "POST",
       .path = "/api/v1/commands",
       .handler = PostCommands,
       .summary =
           "提交办理 Submit one command, or a list: each stands or falls alone, and a command "
           "id is applied once",
       .permission = kLifecycle,
       .parameters = {kDryRun},
       .body = Body::kJson,
       .body_about = "docs/formats/command.md; at most 1,000",
       .cost = Cost::kSlow},
      {.method = "GET",
       .path = "/api/v1/figures",
       .handler = ListFigures,
       .summary = "指标值 Figures of a unit, row by row",
       .permission = kFigures,
       .parameters = FigureParameters()},
      {.method = "GET",
       .path = "/api/v1/explain",
       .handler = ExplainFigure,
       .summary = "数从何来 The rows a figure was made of",
       .permission = kFigures,
       .parameters = ExplainParameters()},
      {.method = "GET",
       .path = "/api/v1/directives",
       .handler = ListDirectives,
       .summary = "来源文件 Directives",
       .permission = kRows,
       .parameters = {kAfter, kLimit}},
      {.method = "POST",
       .path = "/api/v1/directives",
       .handler = PostDirective,
       .summary = "收文分解 Register a paper and make draft tasks of it",
       .permission = kChange,
       .parameters = {kNeededUnit,
                      {"number", "文号 number"},
                      {"kind", "speech notice minutes plan instruction"},
                      {"date", "成文日期 date of the text"}},
       .body = Body::kBytes,
       .body_about = ".txt .docx .html",
       .cost = Cost::kSlow},
      {.method = "POST",
       .path = "/api/v1/directives/{number}/deploy",
       .handler = DeployDirective,
       .summary = "交办 Give out the complete drafts",
       .permission = kLifecycle,
       .cost = Cost::kSlow},
      {.method = "POST",
       .path = "/api/v1/plan",
       .handler = PostPlan,
       .summary = "试读 Read a paper without storing anything",
       .permission = kKnown,
       .parameters = {{"date", "成文日期 date of the text"}},
       .body = Body::kBytes,
       .body_about = ".txt .docx .html",
       .cost = Cost::kSlow},
      {.method = "GET",
       .path = "/api/v1/tasks",
       .handler = ListTasks,
       .summary = "任务 Tasks by due day",
       .permission = kRows,
       .parameters = {kUnit}},
      {.method = "GET",
       .path = "/api/v1/tasks.xlsx",
       .handler = TasksWorkbook,
       .summary = "任务清单 The list of tasks, ready to print",
       .permission = kRows,
       .parameters = {kNeededUnit},
       .answers = kXlsxType,
       .cost = Cost::kSlow},
      {.method = "POST",
       .path = "/api/v1/imports",
       .handler = PostImport,
       .summary = "导入 Import a workbook into a register",
       .permission = kChange,
       .parameters = ImportParameters(),
       .body = Body::kBytes,
       .body_about = ".xlsx .csv",
       .cost = Cost::kSlow},
      {.method = "POST",
       .path = "/api/v1/imports/{number}/take_back",
       .handler = TakeBack,
       .summary = "撤回导入 Undo an import as far as nobody has built on it",
       .permission = kChange,
       .body = Body::kJson,
       .body_about = "{\"reason\"}",
       .cost = Cost::kSlow},
      {.method = "GET",
       .path = "/api/v1/bulletins",
       .handler = ListBulletins,
       .summary = "通报简报 Bulletins",
       .permission = kRows,
       .parameters = {kAfter, kLimit}},
      {.method = "POST",
       .path = "/api/v1/bulletins",
       .handler = PostBulletin,
       .summary = "拟稿送核 Compute, set, send to be checked",
       .permission = kChange,
       .body = Body::kJson,
       .body_about =
           "{\"number\",\"unit\",\"as_of\",\"since\",\"title\",\"issuer\",\"indicators\"}",
       .cost = Cost::kSlow},
      {.method = "POST",
       .path = "/api/v1/bulletins/{number}/issue",
       .handler = IssueBulletin,
       .summary = "签发 Issue, by somebody else than who drafted it",
       .permission = kLifecycle,
       .cost = Cost::kSlow},
      {.method = "GET",
       .path = "/api/v1/bulletins/{number}.docx",
       .handler = BulletinDocx,
       .summary = "Word 文档 The bulletin as .docx",
       .permission = kRows,
       .answers = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {.method = "GET",
       .path = "/api/v1/bulletins/{number}.pdf",
       .handler = BulletinPdf,
       .summary = "打印稿 The bulletin as .pdf",
       .permission = kRows,
       .answers = "application/pdf"},
      {.method = "GET",
       .path = "/api/v1/attachments/{jurisdiction}/{hash}",
       .handler = GetAttachment,
       .summary = "附件 An attachment, through a record that names it",
       .permission = kRows,
       .parameters = {{"record", "引用它的记录 the record that names it", true}},
       .answers = kBytesType},
      {.method = "POST",
       .path = "/api/v1/attachments",
       .handler = PostAttachment,
       .summary = "上传附件 Store an attachment for a record",
       .permission = kChange,
       .parameters = {{"pack", "业务模板 pack", true},
                      kNeededUnit,
                      {"seal_for", "随该记录加密 seal under the key of this record"}},
       .body = Body::kBytes,
       .body_about = "the file; Content-Type is kept",
       .cost = Cost::kSlow},
      {.method = "GET",
       .path = "/api/v1/changes",
       .handler = ListChanges,
       .summary = "变动 Events of a journal after a position, clear parts",
       .permission = kRows,
       .parameters = {{"jurisdiction", "辖区编号 journal", true},
                      {"after", "从此位置起 from this position on; 0 when missing"},
                      kLimit}},
      {.method = "GET",
       .path = "/api/v1/inbox",
       .handler = Inbox,
       .summary = "待办 Open items for which the actor's units are responsible",
       .permission = kRows,
       .parameters = {kLimit}},
  };
}

std::vector<std::string_view> SegmentsOf(std::string_view path) {
  std::vector<std::string_view> out;
  path.remove_prefix(1);
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    out.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return out;
}

struct Pattern {
  const Route* route = nullptr;
  std::vector<std::string_view> segments;
};

const std::vector<Pattern>& Patterns() {
  static const std::vector<Pattern> patterns = [] {
    std::vector<Pattern> out;
    for (const Route& route : Routes()) {
      out.push_back({&route, SegmentsOf(route.path)});
    }
    return out;
  }();
  return patterns;
}

// {name}, or {name}.pdf for what ends so.
bool Fits(std::string_view pattern, const std::string& segment, Match& match) {
  if (!pattern.starts_with('{')) {
    return pattern == segment;
  }
  const std::size_t close = pattern.find('}');
  const std::string_view tail = pattern.substr(close + 1);
  if (segment.size() <= tail.size() || !segment.ends_with(tail)) {
    return false;
  }
  match.path[std::string(pattern.substr(1, close - 1))] =
      segment.substr(0, segment.size() - tail.size());
  return true;
}

}  // namespace

std::span<const Route> Routes() {
  static const std::vector<Route> routes = MakeRoutes();
  return routes;
}

Match FindRoute(std::string_view method, const std::vector<std::string>& path) {
  Match out;
  for (const Pattern& pattern : Patterns()) {
    Match match;
    const bool fits =
        std::equal(pattern.segments.begin(), pattern.segments.end(), path.begin(), path.end(),
                   [&](std::string_view part, const std::string& segment) {
                     return Fits(part, segment, match);
                   });
    if (!fits) {
      continue;
    }
    if (pattern.route->method == method) {
      match.route = pattern.route;
      return match;
    }
    out.allowed.push_back(pattern.route->method);
  }
  return out;
}

}  // namespace luoshi::server
