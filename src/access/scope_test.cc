#include "access/scope.h"

#include <gtest/gtest.h>

namespace luoshi::access {
namespace {

std::shared_ptr<const root::Directory> Town() {
  auto directory = std::make_shared<root::Directory>();
  const std::pair<const char*, const char*> events[] = {
      {"tenant.init", R"({"name":"演示县"})"},
      {"unit.add", R"({"from":"2026-01-01","units":[
         {"unit":1,"name":"云溪镇","level":"town"},
         {"unit":2,"name":"北山村","level":"village","parent":1},
         {"unit":3,"name":"南河村","level":"village","parent":1},
         {"unit":4,"name":"党政办","level":"office","parent":1}]})"},
      {"user.add", R"({"user":"wang","title":"王五"})"},
      {"user.add", R"({"user":"li","title":"李四"})"},
      {"user.add", R"({"user":"zhao","title":"赵六"})"},
      {"user.add", R"({"user":"audit","title":"钱七"})"},
      {"grant.add",
       R"({"grant":"1","user":"wang","role":"village_secretary","unit":2,"from":"2026-01-01"})"},
      {"grant.add",
       R"({"grant":"2","user":"li","role":"line_officer","unit":4,"lines":["hazard"],"from":"2026-01-01"})"},
      {"grant.add",
       R"({"grant":"3","user":"zhao","role":"administrator","unit":1,"from":"2026-01-01"})"},
      {"grant.add",
       R"({"grant":"4","user":"audit","role":"auditor","unit":1,"from":"2026-01-01","until":"2026-09-30"})"}};
  for (const auto& [kind, body] : events) {
    Event event;
    event.position = directory->position();
    event.kind = kind;
    event.body = ParseJson(body)->as_object();
    EXPECT_TRUE(directory->Apply(event, {}).ok());
  }
  return directory;
}

const Date kDay = *Date::Parse("2026-09-01");

TEST(Scope, AVillageSeesItsRowsAndTheWholeTownsFigures) {
  const Scope scope = *Scope::Of(Town(), "wang", kDay);
  EXPECT_TRUE(scope.MayReadRows(UnitId{2}, "hazard"));
  EXPECT_FALSE(scope.MayReadRows(UnitId{3}, "hazard"));
  EXPECT_TRUE(scope.MayReadFigures(UnitId{3}));
  EXPECT_FALSE(scope.MayAdminister());
}

TEST(Scope, AnOfficeWorksForItsTownInItsLinesOnly) {
  const Scope scope = *Scope::Of(Town(), "li", kDay);
  EXPECT_TRUE(scope.MayChange(UnitId{3}, "hazard"));
  EXPECT_FALSE(scope.MayChange(UnitId{3}, "revenue"));
  EXPECT_TRUE(scope.HasRole({"line_officer"}, UnitId{2}, "hazard"));
}

TEST(Scope, TheAdministratorReadsNoRows) {
  const Scope scope = *Scope::Of(Town(), "zhao", kDay);
  EXPECT_TRUE(scope.MayAdminister());
  EXPECT_FALSE(scope.MayReadRows(UnitId{2}, "hazard"));
}

TEST(Scope, AnAuditorReadsUntilTheLastDayAndChangesNothing) {
  EXPECT_TRUE(Scope::Of(Town(), "audit", kDay)->MayReadRows(UnitId{2}, "hazard"));
  EXPECT_FALSE(Scope::Of(Town(), "audit", kDay)->MayChange(UnitId{2}, "hazard"));
  const Scope later = *Scope::Of(Town(), "audit", *Date::Parse("2026-10-01"));
  EXPECT_FALSE(later.MayReadRows(UnitId{2}, "hazard"));
}

TEST(Scope, AnUnknownUserIsNobody) {
  EXPECT_EQ(Scope::Of(Town(), "nobody", kDay).error().key, "user.unknown");
}

}  // namespace
}  // namespace luoshi::access
