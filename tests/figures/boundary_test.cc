// Mergers, splits and moves: history is kept, both trees can be asked, and what cannot be told
// apart says so.
#include "tests/figures/county.h"

namespace luoshi::testing {
namespace {

class Boundaries : public County {
 protected:
  // "一村:3/5 二村:0/2 本级:0/0", done of all; ! for 不可比.
  std::string Table(UnitId unit,
                    std::string_view as_of,
                    std::string_view boundary = "",
                    std::optional<UnitLevel> level = std::nullopt) {
    figure::Query query = Ask("rate", unit, as_of);
    query.level = level;
    query.period = "2026";
    if (!boundary.empty()) {
      query.boundary = Day(boundary);
    }
    std::string out;
    for (const figure::Figure& row : Figures(query)) {
      out += (out.empty() ? "" : " ") +
             (row.own ? std::string("本级") : app().directory()->FindUnit(row.unit)->name) +
             (row.comparable ? ":" : "!") + row.numerator->ToString() + "/" +
             row.bases.front().denominator.ToString();
    }
    return out;
  }

  void Merge(const char* kind,
             std::vector<UnitId> units,
             std::vector<UnitId> into,
             std::string_view from) {
    const auto list = [](const std::vector<UnitId>& ids) {
      JsonArray out;
      for (const UnitId id : ids) {
        out.push_back(NumberOf(id));
      }
      return out;
    };
    Root(kind, {{"from", from}, {"units", list(units)}, {"into", list(into)}});
  }
};

TEST_F(Boundaries, AMergedVillageKeepsItsHistoryAndBothTreesAreOffered) {
  RegisterMany(3, villages_[0], "done");
  RegisterMany(2, villages_[1], "todo");
  Today("2026-05-20");
  const UnitId merged = Add("新村", UnitLevel::kVillage, east_, "2026-05-01");
  Merge("unit.merge", {villages_[0], villages_[1]}, {merged}, "2026-05-01");
  RegisterMany(1, merged, "done");
  const std::string before = "一村:3/3 二村:0/2 三村:0/0 四村:0/0 本级:0/0";
  EXPECT_EQ(Table(east_, "2026-04-30"), before);
  EXPECT_EQ(Table(east_, "2026-05-20"), "三村:0/0 四村:0/0 新村:4/6 本级:0/0");
  // a past day in the tree of today, and today in the tree of before: there the new household is
  // one of the two villages', nobody knows which
  EXPECT_EQ(Table(east_, "2026-04-30", "2026-05-20"), "三村:0/0 四村:0/0 新村:3/5 本级:0/0");
  EXPECT_EQ(Table(east_, "2026-05-20", "2026-04-30"),
            "一村!3/3 二村!0/2 三村:0/0 四村:0/0 本级:1/1");
  // asked by its name of before, a village of the past still answers
  EXPECT_EQ(*Whole("rate", villages_[0], "2026-05-20").numerator, Decimal(3, 0));
}

TEST_F(Boundaries, WhatASplitVillageHeldIsNobodysUntilItIsSaid) {
  RegisterMany(4, villages_[0], "done");
  Today("2026-05-20");
  const UnitId a = Add("南村", UnitLevel::kVillage, east_, "2026-05-01");
  const UnitId b = Add("北村", UnitLevel::kVillage, east_, "2026-05-01");
  Merge("unit.split", {villages_[0]}, {a, b}, "2026-05-01");
  EXPECT_EQ(Table(east_, "2026-05-20"), "二村:0/0 三村:0/0 四村:0/0 南村!0/0 北村!0/0 本级:4/4");
  // the households are told apart one by one, from the day of the split on
  const std::string first = std::to_string(NumberOf(villages_[0])) + "done";
  for (const int number : {1, 2, 3, 4}) {
    Change(first + std::to_string(number), {{"village", NumberOf(number < 4 ? a : b)}},
           "2026-05-01");
  }
  EXPECT_EQ(Table(east_, "2026-05-20"), "二村:0/0 三村:0/0 四村:0/0 南村:3/3 北村:1/1 本级:0/0");
  EXPECT_EQ(Table(east_, "2026-04-30"), "一村:4/4 二村:0/0 三村:0/0 四村:0/0 本级:0/0");
  // in the tree of before, today's are its own again only as a rest
  EXPECT_EQ(Table(east_, "2026-05-20", "2026-04-30"),
            "一村!0/0 二村:0/0 三村:0/0 四村:0/0 本级:4/4");
}

TEST_F(Boundaries, WhatASplitVillagesGroupsHeldGoesWithThem) {
  const UnitId south = Add("一组", UnitLevel::kGroup, villages_[0], "2024-01-01");
  const UnitId north = Add("二组", UnitLevel::kGroup, villages_[0], "2024-01-01");
  RegisterMany(2, south, "done");
  RegisterMany(3, north, "done");
  Today("2026-05-20");
  const UnitId a = Add("南村", UnitLevel::kVillage, east_, "2026-05-01");
  const UnitId b = Add("北村", UnitLevel::kVillage, east_, "2026-05-01");
  Root("unit.move", {{"from", "2026-05-01"}, {"unit", NumberOf(south)}, {"parent", NumberOf(a)}});
  Merge("unit.split", {villages_[0]}, {a, b}, "2026-05-01");
  // the second group was forgotten: it may belong to either
  EXPECT_EQ(Table(east_, "2026-05-20"), "二村:0/0 三村:0/0 四村:0/0 南村!2/2 北村!0/0 本级:3/3");
  Root("unit.move", {{"from", "2026-05-01"}, {"unit", NumberOf(north)}, {"parent", NumberOf(b)}});
  EXPECT_EQ(Table(east_, "2026-05-20"), "二村:0/0 三村:0/0 四村:0/0 南村:2/2 北村:3/3 本级:0/0");
  EXPECT_EQ(Table(east_, "2026-04-30"), "一村:5/5 二村:0/0 三村:0/0 四村:0/0 本级:0/0");
}

TEST_F(Boundaries, AVillageThatMovedCountsWhereItLayThatDay) {
  RegisterMany(2, villages_[3], "done");
  RegisterMany(1, villages_[4], "todo");
  Today("2026-05-20");
  Root("unit.move",
       {{"from", "2026-05-01"}, {"unit", NumberOf(villages_[3])}, {"parent", NumberOf(west_)}});
  EXPECT_EQ(Table(county_, "2026-04-30"), "东镇:2/2 西镇:0/1 本级:0/0");
  EXPECT_EQ(Table(county_, "2026-05-01"), "东镇:0/0 西镇:2/3 本级:0/0");
  EXPECT_EQ(Table(county_, "2026-05-20", "2026-04-30"), "东镇:2/2 西镇:0/1 本级:0/0");
  EXPECT_EQ(Table(west_, "2026-05-20"), "四村:2/2 五村:0/1 本级:0/0");
  // what was added since a day before the move is counted in one tree at both ends
  figure::Query query = Ask("rate", west_, "2026-05-20");
  query.since = Day("2026-04-30");
  EXPECT_EQ(*Figures(query).front().numerator, Decimal(0, 0));
}

TEST_F(Boundaries, TheVillagesOfMergedTownsAreTheNewTowns) {
  ASSERT_TRUE(place().AddUser("yi", "village_secretary", villages_[0], Day("2024-01-01")).ok());
  RegisterMany(2, villages_[0], "done");
  RegisterMany(3, villages_[4], "todo");
  RegisterMany(1, east_, "todo");
  Today("2026-05-20");
  const UnitId town = Add("东西镇", UnitLevel::kTown, county_, "2026-05-01");
  Merge("unit.merge", {east_, west_}, {town}, "2026-05-01");
  EXPECT_EQ(Table(county_, "2026-04-30"), "东镇:2/3 西镇:0/3 本级:0/0");
  EXPECT_EQ(Table(county_, "2026-05-20"), "东西镇:2/6 本级:0/0");
  EXPECT_EQ(Table(town, "2026-05-20"), "一村:2/2 二村:0/0 三村:0/0 四村:0/0 五村:0/3 本级:0/1");
  EXPECT_EQ(Table(county_, "2026-05-20", "", UnitLevel::kVillage),
            "一村:2/2 二村:0/0 三村:0/0 四村:0/0 五村:0/3 本级:0/1");
  EXPECT_EQ(Table(county_, "2026-05-20", "2026-04-30"), "东镇:2/3 西镇:0/3 本级:0/0");
  // his town's figures are the new town's now
  EXPECT_TRUE(ScopeOf("yi").MayReadFigures(town));
  // and new records begin in a journal of the town it was
  RegisterMany(1, villages_[4], "done");
  EXPECT_EQ(Table(town, "2026-05-20"), "一村:2/2 二村:0/0 三村:0/0 四村:0/0 五村:1/4 本级:0/1");
}

TEST_F(Boundaries, ASplitTownsVillagesDecideForIt) {
  RegisterMany(2, villages_[0], "done");
  RegisterMany(3, villages_[1], "todo");
  Today("2026-05-20");
  const UnitId a = Add("上镇", UnitLevel::kTown, county_, "2026-05-01");
  const UnitId b = Add("下镇", UnitLevel::kTown, county_, "2026-05-01");
  for (const std::size_t village : {0U, 1U, 2U, 3U}) {
    Root("unit.move", {{"from", "2026-05-01"},
                       {"unit", NumberOf(villages_[village])},
                       {"parent", NumberOf(village < 1 ? a : b)}});
  }
  Merge("unit.split", {east_}, {a, b}, "2026-05-01");
  EXPECT_EQ(Table(county_, "2026-05-20"), "上镇:2/2 下镇:0/3 西镇:0/0 本级:0/0");
  EXPECT_EQ(Table(county_, "2026-05-20", "2026-04-30"), "东镇:2/5 西镇:0/0 本级:0/0");
  // what the town held itself cannot be divided
  RegisterMany(1, east_, "todo");
  EXPECT_EQ(Table(county_, "2026-05-20"), "上镇!2/2 下镇!0/3 西镇:0/0 本级:0/1");
}

TEST_F(Boundaries, NothingBecomesAPartOfItself) {
  const Status status = place().Root("unit.merge", {{"from", "2026-05-01"},
                                                    {"units", JsonArray{NumberOf(east_)}},
                                                    {"into", JsonArray{NumberOf(villages_[0])}}});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().key, "unit.cycle");
}

// Whatever happens to the tree: the rows of a unit add up to the unit, in every tree, on both axes,
// at every level, and a record is in exactly one of them.
TEST_F(Boundaries, RowsAddUpToTheWholeWhateverHappensToTheTree) {
  SeededRandom dice(11);
  std::vector<UnitId> villages = villages_;
  std::vector<UnitId> towns = {east_, west_};
  Date day = Day("2026-03-02");
  std::int64_t registered = 0;
  const auto pick = [&](std::vector<UnitId>& from) {
    const auto at = from.begin() + dice.Below(static_cast<std::int64_t>(from.size()));
    const UnitId unit = *at;
    from.erase(at);
    return unit;
  };
  const auto any = [&](const std::vector<UnitId>& from) {
    return from[static_cast<std::size_t>(dice.Below(static_cast<std::int64_t>(from.size())))];
  };
  std::vector<Date> days = {day};
  for (int step = 0; step < 14; ++step) {
    for (int i = 0; i < 3; ++i) {
      const bool in_town = dice.Below(6) == 0;
      Register(
          "n" + std::to_string(++registered), in_town ? any(towns) : any(villages),
          {{"status", dice.Below(2) == 0 ? "done" : "todo"}, {"office", NumberOf(any(towns))}});
    }
    day = day + 3;
    days.push_back(day);
    Today(day.ToString());
    const std::string from = day.ToString();
    const std::string name = std::to_string(step);
    switch (dice.Below(5)) {
      case 0: {
        const UnitId merged = Add("并村" + name, UnitLevel::kVillage, any(towns), from);
        const UnitId one = pick(villages);
        Merge("unit.merge", {one, pick(villages)}, {merged}, from);
        villages.push_back(merged);
        break;
      }
      case 1: {
        const UnitId split = pick(villages);
        const UnitId town = any(towns);
        const UnitId a = Add("分村甲" + name, UnitLevel::kVillage, town, from);
        const UnitId b = Add("分村乙" + name, UnitLevel::kVillage, town, from);
        Merge("unit.split", {split}, {a, b}, from);
        villages.insert(villages.end(), {a, b});
        break;
      }
      case 2:
        Root("unit.move",
             {{"from", from}, {"unit", NumberOf(any(villages))}, {"parent", NumberOf(any(towns))}});
        break;
      case 3: {
        const UnitId town = Add("并镇" + name, UnitLevel::kTown, county_, from);
        Merge("unit.merge", {pick(towns)}, {town}, from);
        towns.push_back(town);
        break;
      }
      default: {
        const UnitId split = pick(towns);
        const UnitId a = Add("分镇甲" + name, UnitLevel::kTown, county_, from);
        const UnitId b = Add("分镇乙" + name, UnitLevel::kTown, county_, from);
        Merge("unit.split", {split}, {a, b}, from);
        towns.insert(towns.end(), {a, b});
      }
    }
    if (villages.size() < 3) {
      villages.push_back(Add("补村" + name, UnitLevel::kVillage, any(towns), from));
    }
  }
  int compared = 0;
  for (const Date boundary : days) {
    for (const Unit& unit : app().directory()->units()) {
      for (const figure::Axis axis : {figure::Axis::kRegion, figure::Axis::kResponsible}) {
        figure::Query query = Ask("rate", unit.id, day.ToString());
        query.axis = axis;
        query.boundary = boundary;
        query.level = unit.level;
        const figure::Figure whole = Figures(query).front();
        if (unit.id == county_) {
          EXPECT_EQ(whole.bases.front().denominator, Decimal(registered, 0)) << boundary.ToString();
        }
        for (const std::optional<UnitLevel> level :
             {std::optional<UnitLevel>(), std::optional(UnitLevel::kVillage)}) {
          if (level == unit.level) {
            continue;
          }
          query.level = level;
          std::int64_t done = 0;
          std::int64_t all = 0;
          for (const figure::Figure& row : Figures(query)) {
            done += row.numerator->units();
            all += row.bases.front().denominator.units();
          }
          EXPECT_EQ(done, whole.numerator->units()) << boundary.ToString() << " " << unit.name;
          EXPECT_EQ(all, whole.bases.front().denominator.units())
              << boundary.ToString() << " " << unit.name;
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 1000);
}

}  // namespace
}  // namespace luoshi::testing
