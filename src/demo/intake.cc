#include "demo/intake.h"

#include "host/files.h"

namespace luoshi::demo {
namespace {

DateTime Evening(int month, int day) {
  const Result<Date> date = Date::FromCivil(2026, month, day);
  LUOSHI_CHECK(date.ok());
  return DateTime::At(*date, 17);
}

}  // namespace

Status Importer::Import(const Town& town,
                        const std::string& name,
                        const std::string& content,
                        const app::ImportOptions& options) {
  TRY_ASSIGN(const access::Scope* scope, hand_.As(town.clerk));
  app::ImportOptions with = options;
  with.file_name = name;
  with.within = town.unit;
  const std::string path = folder_ + "/" + name;
  if (!FileExists(path)) {
    TRY(WriteFile(path, content));
  }
  TRY_ASSIGN(const app::ImportReport report, app::Import(hand_.app(), *scope, content, with));
  if (report.stopped_after != 0 || !report.stop_reason.empty() || report.added == 0) {
    const Error* first = report.refusals.empty() ? nullptr : &report.refusals.front().error;
    return Unexpected("import " + name + " " + report.stop_reason, first);
  }
  intake_.added += report.added;
  intake_.refused += report.refused;
  if (report.refused > 0) {
    TRY_ASSIGN(const std::string annotated, app::AnnotatedWorkbook(content, report));
    TRY(WriteFile(folder_ + "/校验结果_" + name, annotated));
  }
  return {};
}

Status Importer::ImportPeople(const Town& town, const Population& population) {
  for (std::size_t i = 0; i < town.villages.size(); ++i) {
    progress_("导入农户和人员台账：" + town.villages[i].name);
    TRY_ASSIGN(const std::string content, PeopleWorkbook(town, i, population.villages[i]));
    const std::string name = town.name + town.villages[i].name + "农户人员台账.xlsx";
    app::ImportOptions options;
    options.pack = "household";
    options.sheet = "农户";
    TRY(Import(town, name, content, options));
    options.pack = "person";
    options.sheet = "人员";
    TRY(Import(town, name, content, options));
  }
  return {};
}

Status Importer::ImportFees(const Town& town, const Population& population, SeededRandom& random) {
  for (std::size_t i = 0; i < town.villages.size(); ++i) {
    progress_("导入两费台账：" + town.villages[i].name);
    TRY_ASSIGN(const std::string content, FeesWorkbook(town, i, population.villages[i], random));
    app::ImportOptions options;
    options.pack = "insurance_fees";
    options.constants["insured_year"] = "2027";
    TRY(Import(town, town.name + town.villages[i].name + "两费台账.xlsx", content, options));
  }
  return {};
}

Status Importer::ImportMonitoring(const Town& town,
                                  const Population& population,
                                  int count,
                                  SeededRandom& random) {
  TRY_ASSIGN(const std::string content, MonitoringWorkbook(town, population, count, random));
  app::ImportOptions options;
  options.pack = "household_monitoring";
  options.occurred = Evening(3, 2);
  return Import(town, town.name + "防返贫监测台账.xlsx", content, options);
}

Status Importer::ImportHazards(const Town& town, int per_village, SeededRandom& random) {
  TRY_ASSIGN(const std::string content, HazardWorkbook(town, per_village, random));
  app::ImportOptions options;
  options.pack = "hazard";
  return Import(town, town.name + "安全隐患台账.xlsx", content, options);
}

Status Importer::ImportProjects(const Town& town) {
  TRY_ASSIGN(const std::string content, ProjectWorkbook(town));
  app::ImportOptions options;
  options.pack = "project";
  options.occurred = Evening(3, 2);
  return Import(town, town.name + "重点项目库.xlsx", content, options);
}

Status Importer::ImportRevenue(const Town& town, int month) {
  TRY_ASSIGN(const std::string content, RevenueWorkbook(town, month));
  app::ImportOptions options;
  options.pack = "revenue";
  if (month == 0) {
    options.occurred = Evening(1, 5);
  } else {
    options.occurred = Evening(month, Date::DaysInMonth(2026, month));
  }
  const std::string part = month == 0 ? "年度目标" : std::to_string(month) + "月";
  return Import(town, town.name + "税收" + part + ".xlsx", content, options);
}

}  // namespace luoshi::demo
