#include "tests/figures/county.h"

#include "app/builtin.h"

namespace luoshi::testing {
namespace {

constexpr const char* kWork = R"yaml(
pack: work
version: 1
title: 事项 | Work
basis: 测试
record:
  key: [number]
  region: village
  responsible: office
  title: number
  fields:
    number: {title: 编号 | Number, type: text, required: true}
    village: {title: 村 | Village, type: unit, required: true}
    office: {title: 办公室 | Office, type: unit}
    year: {title: 年度 | Year, type: int, required: true}
    kind: {title: 类型 | Kind, type: enum, values: {roof: 屋顶, well: 水井}}
    status: {title: 状态 | Status, type: enum, values: {todo: 未做, done: 已做, declined: 不愿}}
    area: {title: 面积 | Area, type: decimal, scale: 1}
    finished: {title: 完成面积 | Area finished, type: decimal, scale: 1}
measures:
  all: {title: 应做, count: "true", unit_of_measure: 户}
  willing: {title: 愿做, count: "status != 'declined'", unit_of_measure: 户}
  done: {title: 已做, count: "status == 'done'", unit_of_measure: 户}
  declined: {title: 不愿, count: "status == 'declined'", unit_of_measure: 户}
  open: {title: 未做, count: "status == 'todo'", unit_of_measure: 户}
  finished: {title: 完成面积, sum: finished, where: "filled(finished)", scale: 1, unit_of_measure: 亩}
  area: {title: 面积, sum: area, where: "filled(area)", scale: 1, unit_of_measure: 亩}
indicators:
  rate:
    title: 完成率 | Done
    numerator: done
    bases: {all: {title: 应做, measures: [all]}, willing: {title: 愿做, measures: [willing]}}
    binding: willing
    period: year
    by: [kind]
    gap_unit: 户
    target: 100
    trajectory: {kind: months, from: "0-01-01", until: "0-12-31"}
    ranked: true
  declined_count: {title: 不愿 | Declined, numerator: declined, period: year, by: [kind], unit_of_measure: 户, better: less, small: hide}
  open_count: {title: 未做 | Open, numerator: open, period: year, unit_of_measure: 户, better: less, small: hide, target: 2, trajectory: {kind: days, from: "0-01-01", until: "0-06-30"}}
  area_done: {title: 面积 | Area, numerator: finished, period: year, by: [kind], unit_of_measure: 亩, scale: 1}
  area_rate: {title: 面积率 | Area rate, numerator: finished, base: area, period: year, gap_unit: 亩, target: 80, trajectory: {kind: working_days, from: "0-03-02", until: "0-03-31"}}
)yaml";

RecordId RecordOf(const std::string& number) { return Uuid::Derived({"county", number}); }

}  // namespace

void County::SetUp() {
  const Date start = Day("2024-01-01");
  Result<std::unique_ptr<testing::Deployment>> made = testing::Deployment::Make(
      StoreKind::kSqliteFile, true, DateTime::At(Day("2026-03-02"), 8), 1);
  ASSERT_TRUE(made.ok()) << Describe(made.error());
  place_ = *std::move(made);
  for (const rules::CalendarYear& year : app::BuiltinCalendars()) {
    Root("calendar.add", rules::Calendar::WriteYear(year));
  }
  ASSERT_EQ(Add("演示县", UnitLevel::kCounty, kNoUnit, "2024-01-01", {{"code", "990001"}}),
            county_);
  ASSERT_EQ(Add("东镇", UnitLevel::kTown, county_, "2024-01-01", {{"code", "990001100"}}), east_);
  ASSERT_EQ(Add("西镇", UnitLevel::kTown, county_, "2024-01-01", {{"code", "990001101"}}), west_);
  for (const char* name : {"一村", "二村", "三村", "四村", "五村"}) {
    const bool last = std::string_view(name) == "五村";
    villages_.push_back(Add(name, UnitLevel::kVillage, last ? west_ : east_, "2024-01-01"));
  }
  ASSERT_TRUE(place_->AddJurisdiction(1, east_, start).ok());
  ASSERT_TRUE(place_->AddJurisdiction(2, west_, start).ok());
  ASSERT_TRUE(place_->AddJurisdiction(3, county_, start).ok());
  const Status enabled = app().EnablePack(place_->System(), {{"pack.yaml", kWork}});
  ASSERT_TRUE(enabled.ok()) << Describe(enabled.error());
}

void County::Today(std::string_view day) {
  ASSERT_TRUE(place_->SetClock(DateTime::At(Day(day), 12)).ok());
}

void County::Root(std::string_view kind, JsonObject body) {
  const Status done = place_->Root(kind, std::move(body));
  ASSERT_TRUE(done.ok()) << Describe(done.error());
}

UnitId County::Add(
    std::string_view name, UnitLevel level, UnitId parent, std::string_view from, JsonObject more) {
  const Result<UnitId> unit = place_->AddUnit(name, level, parent, Day(from), std::move(more));
  EXPECT_TRUE(unit.ok()) << name << ": " << Describe(unit.error());
  return unit.ok() ? *unit : kNoUnit;
}

void County::Register(const std::string& number, UnitId village, JsonObject more) {
  registers::RecordCommand command;
  command.origin = app().NewOrigin(place_->System());
  command.pack = "work";
  command.record = RecordOf(number);
  command.act = rules::Act::kCreate;
  command.set = std::move(more);
  command.set["number"] = number;
  command.set["village"] = NumberOf(village);
  command.set.emplace("year", 2026);
  const Result<registers::Applied> applied = app().SubmitOne(place_->System(), std::move(command));
  ASSERT_TRUE(applied.ok()) << number << ": " << Describe(applied.error());
  jurisdictions_[number] = applied->jurisdiction;
}

void County::RegisterMany(int count, UnitId village, std::string_view status, JsonObject more) {
  more["status"] = status;
  const std::string prefix = std::to_string(NumberOf(village)) + std::string(status);
  int& registered = registered_[{village, std::string(status)}];
  for (int i = 0; i < count; ++i) {
    Register(prefix + std::to_string(++registered), village, more);
  }
}

void County::Change(const std::string& number, JsonObject set, std::string_view day) {
  registers::RecordCommand command;
  command.origin = app().NewOrigin(place_->System());
  command.origin.occurred = std::min(DateTime::At(Day(day), 12), command.origin.occurred);
  command.pack = "work";
  command.record = RecordOf(number);
  command.jurisdiction = jurisdictions_[number];
  command.act = rules::Act::kChange;
  command.set = std::move(set);
  const Result<registers::Applied> applied = app().SubmitOne(place_->System(), std::move(command));
  ASSERT_TRUE(applied.ok()) << number << ": " << Describe(applied.error());
}

access::Scope County::ScopeOf(std::string_view user) {
  const Result<access::Scope> scope = app().ScopeOf(user);
  EXPECT_TRUE(scope.ok()) << user;
  return scope.ok() ? *scope : place_->System();
}

figure::Query County::Ask(std::string_view indicator, UnitId unit, std::string_view as_of) {
  figure::Query query;
  query.indicators = {"work." + std::string(indicator)};
  query.unit = unit;
  query.as_of = Day(as_of);
  return query;
}

std::vector<figure::Figure> County::Figures(const figure::Query& query,
                                            const access::Scope& scope) {
  Result<std::vector<figure::Figure>> figures = app().Figures(scope, query);
  EXPECT_TRUE(figures.ok()) << Describe(figures.error());
  return figures.ok() ? *std::move(figures) : std::vector<figure::Figure>();
}

figure::Figure County::Whole(std::string_view indicator, UnitId unit, std::string_view as_of) {
  figure::Query query = Ask(indicator, unit, as_of);
  query.level = app().directory()->FindUnit(unit)->level;
  std::vector<figure::Figure> figures = Figures(query);
  EXPECT_EQ(figures.size(), 1U);
  return figures.empty() ? figure::Figure() : std::move(figures.front());
}

JsonArray County::Rows(const figure::Query& query) {
  const Result<std::map<JurisdictionId, Position>> positions = app::HeadPositions(app());
  EXPECT_TRUE(positions.ok());
  return app::FiguresToJson(app(), Figures(query), *positions);
}

}  // namespace luoshi::testing
