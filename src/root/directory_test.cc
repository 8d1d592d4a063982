#include "root/directory.h"

#include <gtest/gtest.h>

#include "root/root_journal.h"

namespace luoshi::root {
namespace {

// A directory fed with events as the root journal would hold them.
class Tree : public testing::Test {
 protected:
  Tree() { Do("tenant.init", R"({"name":"演示县","example":true})"); }

  void Do(std::string_view kind, std::string_view body) {
    const Status status = Try(kind, body);
    ASSERT_TRUE(status.ok()) << status.error().key << " " << status.error().pointer;
  }

  Status Try(std::string_view kind, std::string_view body) {
    RootCommand command;
    command.kind = kind;
    command.body = ParseJson(body)->as_object();
    TRY(CheckRootCommand(directory_, command));
    Event event;
    event.position = directory_.position();
    event.kind = kind;
    event.body = command.body;
    return directory_.Apply(event, [](const Hash256&) -> Result<rules::Pack> {
      return Error{ErrorCode::kNotFound, "attachment.missing"};
    });
  }

  void AddTown() {
    Do("unit.add", R"({"from":"2026-01-01","units":[
      {"unit":1,"code":"990101","name":"演示县","level":"county"},
      {"unit":2,"code":"990101101","name":"云溪镇","level":"town","parent":1},
      {"unit":3,"code":"990101101201","name":"北山村","level":"village","parent":2,"aliases":["北山大队"]},
      {"unit":4,"code":"990101101202","name":"南河村","level":"village","parent":2},
      {"unit":5,"code":"990101101203","name":"东坪社区","level":"village","parent":2},
      {"unit":6,"name":"党政办","level":"office","parent":2}]})");
  }

  Directory directory_;
};

TEST_F(Tree, NamesOfSheetsFindTheirUnit) {
  AddTown();
  const Date day = *Date::Parse("2026-09-01");
  for (const char* text :
       {"北山村", "北山", "北山村委会", "北山村民委员会", "北 山 村", "北山大队", "990101101201"}) {
    EXPECT_EQ(directory_.MatchUnits(text, day), std::vector<UnitId>{UnitId{3}}) << text;
  }
  EXPECT_EQ(directory_.MatchUnits("东坪", day), std::vector<UnitId>{UnitId{5}});
  EXPECT_TRUE(directory_.MatchUnits("西山村", day).empty());
}

TEST_F(Tree, ANameOfSeveralEndingsIsFoundWithoutAnyOfThem) {
  AddTown();
  Do("unit.add", R"({"from":"2026-01-01","units":[
    {"unit":7,"code":"990101101205","name":"多福巷社区居委会","level":"village","parent":2}]})");
  const Date day = *Date::Parse("2026-09-01");
  for (const char* text : {"多福巷社区居委会", "多福巷社区", "多福巷"}) {
    EXPECT_EQ(directory_.MatchUnits(text, day), std::vector<UnitId>{UnitId{7}}) << text;
  }
  EXPECT_TRUE(directory_.MatchUnits("多福巷村", day).empty()) << "a village is no community";
}

TEST_F(Tree, NamesGivenAfterAQuestionAreKnownToo) {
  AddTown();
  const Date day = *Date::Parse("2026-09-01");
  EXPECT_TRUE(directory_.MatchUnits("老山头", day).empty());
  Do("unit.change", R"({"unit":4,"aliases":["老山头"]})");
  EXPECT_EQ(directory_.MatchUnits("老山头", day), std::vector<UnitId>{UnitId{4}});
  Do("unit.change", R"({"unit":4,"name":"新河村","code":"990101101209"})");
  for (const char* text : {"新河", "南河", "老山头", "990101101209", "990101101202"}) {
    EXPECT_EQ(directory_.MatchUnits(text, day), std::vector<UnitId>{UnitId{4}}) << text;
  }
  EXPECT_EQ(directory_.FindUnitByCode("990101101209", day)->id, UnitId{4});
  EXPECT_EQ(directory_.FindUnitByCode("990101101202", day), nullptr);
  Do("unit.add", R"({"from":"2026-01-01","units":[
    {"unit":7,"code":"990101101205","name":"西山村","level":"village","parent":2}]})");
  EXPECT_EQ(directory_.MatchUnits("西山", day), std::vector<UnitId>{UnitId{7}});
}

TEST_F(Tree, TwoCharactersOfANameAreEnoughToSearch) {
  AddTown();
  const Date day = *Date::Parse("2026-09-01");
  EXPECT_EQ(directory_.SearchUnits("山大", day, kNoUnit, 10), std::vector<UnitId>{UnitId{3}});
  EXPECT_EQ(directory_.SearchUnits("村", day, UnitId{2}, 10),
            (std::vector<UnitId>{UnitId{3}, UnitId{4}}));
  EXPECT_EQ(directory_.SearchUnits("村", day, UnitId{4}, 10), std::vector<UnitId>{UnitId{4}});
  EXPECT_EQ(directory_.SearchUnits("9901011012", day, kNoUnit, 2).size(), 2U);
  EXPECT_TRUE(directory_.SearchUnits("山大", *Date::Parse("2025-09-01"), kNoUnit, 10).empty());
  EXPECT_TRUE(directory_.SearchUnits(" ", day, kNoUnit, 10).empty());
}

TEST_F(Tree, ACopyGoesItsOwnWay) {
  AddTown();
  const Date day = *Date::Parse("2026-09-01");
  const auto tree = directory_.BoundaryAt(day);
  const Directory before(directory_);
  Do("user.add", R"({"user":"li","title":"李四"})");
  EXPECT_EQ(directory_.BoundaryAt(day), tree) << "people do not change the tree";
  Do("unit.change", R"({"unit":4,"name":"新河村"})");
  Do("unit.add", R"({"from":"2026-01-01","units":[
    {"unit":7,"code":"990101101205","name":"西山村","level":"village","parent":2}]})");
  EXPECT_EQ(before.NameOf(UnitId{4}), "南河村");
  EXPECT_TRUE(before.MatchUnits("新河", day).empty());
  EXPECT_EQ(before.FindUnit(UnitId{7}), nullptr);
  EXPECT_EQ(before.BoundaryAt(day), tree);
  EXPECT_EQ(directory_.BoundaryAt(day)->ChildrenOf(UnitId{2}).size(), 5U);
}

TEST_F(Tree, ManyUnitsAreFoundByNameAndCode) {
  AddTown();
  constexpr int kMany = 2'500;
  for (int first = 0; first < kMany; first += 500) {
    JsonArray units;
    for (int i = first; i < first + 500; ++i) {
      units.push_back({{"unit", 7 + i},
                       {"code", "9901011" + std::to_string(10'000 + i)},
                       {"name", "第" + std::to_string(i) + "村民委员会"},
                       {"level", "village"},
                       {"parent", 2}});
    }
    Do("unit.add", CanonicalJson(JsonObject{{"from", "2026-01-01"}, {"units", std::move(units)}}));
  }
  const Date day = *Date::Parse("2026-09-01");
  for (int i = 0; i < kMany; i += 7) {
    const std::vector<UnitId> wanted = {UnitId{7 + i}};
    EXPECT_EQ(directory_.MatchUnits("第" + std::to_string(i) + "村", day), wanted);
    EXPECT_EQ(directory_.FindUnitByCode("9901011" + std::to_string(10'000 + i), day)->id,
              UnitId{7 + i});
  }
  const auto boundary = directory_.BoundaryAt(day);
  EXPECT_EQ(boundary->DescendantsAt(UnitId{1}, UnitLevel::kVillage).size(), kMany + 3U);
  EXPECT_EQ(boundary->DescendantsAt(UnitId{1}, UnitLevel::kOffice).size(), 1U);
  EXPECT_TRUE(boundary->DescendantsAt(UnitId{3}, UnitLevel::kTown).empty());
}

TEST_F(Tree, ASubtreeIsARange) {
  AddTown();
  const auto boundary = directory_.BoundaryAt(*Date::Parse("2026-09-01"));
  EXPECT_TRUE(boundary->IsWithin(UnitId{3}, UnitId{1}));
  EXPECT_TRUE(boundary->IsWithin(UnitId{2}, UnitId{2}));
  EXPECT_FALSE(boundary->IsWithin(UnitId{2}, UnitId{3}));
  EXPECT_EQ(boundary->DescendantsAt(UnitId{1}, UnitLevel::kVillage).size(), 3U);
  EXPECT_EQ(boundary->ChildrenOf(UnitId{2}).size(), 4U);
}

TEST_F(Tree, AMergedVillageStaysALeafOfWhatItBecame) {
  AddTown();
  Do("unit.add", R"({"from":"2026-10-01","units":[
    {"unit":7,"code":"990101101204","name":"山河村","level":"village","parent":2}]})");
  Do("unit.merge", R"({"units":[3,4],"into":[7],"from":"2026-10-01"})");
  const auto before = directory_.BoundaryAt(*Date::Parse("2026-09-30"));
  const auto after = directory_.BoundaryAt(*Date::Parse("2026-10-01"));
  EXPECT_TRUE(before->IsVisible(UnitId{3}));
  EXPECT_FALSE(before->IsVisible(UnitId{7}));
  EXPECT_EQ(before->ConfoundersOf(UnitId{3}), std::vector<UnitId>{UnitId{7}});
  EXPECT_FALSE(after->IsVisible(UnitId{3}));
  EXPECT_TRUE(after->IsWithin(UnitId{3}, UnitId{7}));
  EXPECT_TRUE(after->ConfoundersOf(UnitId{7}).empty());
  // whoever still writes the old name means the new village
  EXPECT_EQ(directory_.MatchUnits("北山", *Date::Parse("2026-10-08")),
            std::vector<UnitId>{UnitId{7}});
  EXPECT_EQ(directory_.MatchUnits("北山", *Date::Parse("2026-09-08")),
            std::vector<UnitId>{UnitId{3}});
}

TEST_F(Tree, AVillageThatMovesIsInTheNewTownFromThatDay) {
  AddTown();
  Do("unit.add", R"({"from":"2026-01-01","units":[
    {"unit":7,"code":"990101102","name":"石桥乡","level":"town","parent":1}]})");
  Do("unit.move", R"({"unit":4,"parent":7,"from":"2026-10-01"})");
  EXPECT_TRUE(directory_.BoundaryAt(*Date::Parse("2026-09-30"))->IsWithin(UnitId{4}, UnitId{2}));
  EXPECT_TRUE(directory_.BoundaryAt(*Date::Parse("2026-10-01"))->IsWithin(UnitId{4}, UnitId{7}));
  EXPECT_EQ(Try("unit.move", R"({"unit":1,"parent":4,"from":"2026-10-01"})").error().key,
            "unit.cycle");
}

TEST_F(Tree, AnExampleStoreRefusesRealCodes) {
  EXPECT_EQ(Try("unit.add", R"({"from":"2026-01-01","units":[
    {"unit":1,"code":"110101","name":"某区","level":"county"}]})")
                .error()
                .key,
            "unit.real_code_in_example");
}

TEST_F(Tree, NewRecordsBeginInTheNearestJurisdiction) {
  AddTown();
  Do("jurisdiction.add", R"({"jurisdiction":1,"unit":1,"from":"2026-01-01"})");
  Do("jurisdiction.add", R"({"jurisdiction":2,"unit":2,"from":"2026-01-01"})");
  const Date day = *Date::Parse("2026-09-01");
  EXPECT_EQ(directory_.JurisdictionOf(UnitId{3}, day), JurisdictionId{2});
  EXPECT_EQ(directory_.JurisdictionOf(UnitId{1}, day), JurisdictionId{1});
  EXPECT_EQ(directory_.JurisdictionOf(UnitId{99}, day), std::nullopt);
}

TEST_F(Tree, GrantsEndOnTheirLastDay) {
  AddTown();
  Do("user.add", R"({"user":"li","title":"李四"})");
  Do("grant.add",
     R"({"grant":"g1","user":"li","role":"line_officer","unit":2,"from":"2026-01-01"})");
  Do("grant.end", R"({"grant":"g1","until":"2026-09-01"})");
  EXPECT_EQ(directory_.GrantsOf("li", *Date::Parse("2026-09-01")).size(), 1U);
  EXPECT_TRUE(directory_.GrantsOf("li", *Date::Parse("2026-09-02")).empty());
  EXPECT_EQ(directory_.HoldersOf("line_officer", UnitId{3}, "hazard", *Date::Parse("2026-08-01")),
            std::vector<std::string>{"li"});
}

}  // namespace
}  // namespace luoshi::root
