#include "figure/small_numbers.h"

#include <gtest/gtest.h>

#include "root/directory.h"

namespace luoshi::figure {
namespace {

// 1 county › 2 town › villages 4…7; 3 town › village 8. By number of the unit.
class SmallNumbersRule : public ::testing::Test {
 protected:
  void SetUp() override {
    Event event;
    event.kind = "unit.add";
    JsonArray units;
    const auto add = [&](int number, const char* level, int parent) {
      JsonObject unit{
          {"unit", number}, {"name", "单位" + std::to_string(number)}, {"level", level}};
      if (parent != 0) {
        unit["parent"] = parent;
      }
      units.push_back(std::move(unit));
    };
    add(1, "county", 0);
    add(2, "town", 1);
    add(3, "town", 1);
    for (const int village : {4, 5, 6, 7}) {
      add(village, "village", 2);
    }
    add(8, "village", 3);
    event.body = {{"from", "2026-01-01"}, {"units", std::move(units)}};
    const Status applied = directory_.Apply(event, nullptr);
    ASSERT_TRUE(applied.ok()) << applied.error().key;
    boundary_ = directory_.BoundaryAt(*Date::Parse("2026-02-01"));
  }

  // The hidden units, and with a minus the hidden 本级.
  std::vector<int> Hidden(const std::map<int, std::vector<std::int64_t>>& amounts,
                          std::set<int> open = {},
                          SmallNumbers* total = nullptr) {
    small_ = Make(amounts, std::move(open), total);
    std::vector<int> out;
    for (int unit = 1; unit <= 8; ++unit) {
      if (small_->HidesUnit(UnitId{unit})) {
        out.push_back(unit);
      }
      if (small_->HidesOwn(UnitId{unit}) && unit <= 3) {
        out.push_back(-unit);
      }
    }
    return out;
  }

  std::unique_ptr<SmallNumbers> Make(const std::map<int, std::vector<std::int64_t>>& amounts,
                                     std::set<int> open,
                                     SmallNumbers* total) {
    LeafParts leaves;
    for (const auto& [unit, parts] : amounts) {
      leaves[boundary_->RangeOf(UnitId{unit}).begin] = parts;
    }
    return std::make_unique<SmallNumbers>(
        *boundary_, leaves, 5,
        [open](UnitId unit) { return open.count(static_cast<int>(NumberOf(unit))) > 0; }, total);
  }

  using List = std::vector<int>;
  root::Directory directory_;
  std::shared_ptr<const root::Boundary> boundary_;
  std::unique_ptr<SmallNumbers> small_;
};

TEST_F(SmallNumbersRule, FiveIsShownAndFourIsNot) {
  EXPECT_EQ(Hidden({{4, {5}}, {5, {5}}, {6, {5}}, {7, {5}}, {8, {5}}}), List());
  EXPECT_EQ(Hidden({{4, {4}}, {5, {5}}, {6, {7}}, {7, {6}}, {8, {5}}}), (List{4, 5}));
}

TEST_F(SmallNumbersRule, TheNextSmallestSiblingsAreHiddenUntilTheirSumIsNotSmall) {
  EXPECT_EQ(Hidden({{4, {1}}, {5, {0}}, {6, {9}}, {7, {8}}, {8, {5}}}), (List{4, 7}));
  EXPECT_EQ(Hidden({{4, {3}}, {5, {4}}, {6, {9}}, {7, {8}}, {8, {5}}}), (List{4, 5}));
}

TEST_F(SmallNumbersRule, NothingNeitherNeedsCoverNorGivesIt) {
  EXPECT_EQ(Hidden({{4, {0}}, {5, {9}}, {6, {9}}, {7, {9}}}), List());
  EXPECT_EQ(Hidden({{4, {0}}, {5, {3}}, {6, {9}}, {7, {8}}}), (List{5, 7}));
}

TEST_F(SmallNumbersRule, AUnitWithoutASiblingTakesItsOwnOrIsHiddenWithIt) {
  // 3 holds nothing but 8: whoever knows the town knows the village
  EXPECT_EQ(Hidden({{4, {9}}, {5, {9}}, {6, {9}}, {7, {9}}, {8, {2}}}),
            (List{2, -2, 3, -3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(Hidden({{3, {7}}, {4, {9}}, {5, {9}}, {6, {9}}, {7, {9}}, {8, {2}}}), (List{-3, 8}));
}

TEST_F(SmallNumbersRule, WhatTheReaderMayOpenHelpsNobodyToHide) {
  // he knows 5, 6 and 7; so the town would tell him 4
  EXPECT_EQ(Hidden({{4, {2}}, {5, {9}}, {6, {9}}, {7, {9}}, {8, {9}}}, {5, 6, 7}),
            (List{2, -2, 3, -3, 4, 8}));
  EXPECT_EQ(Hidden({{4, {2}}, {5, {9}}, {6, {9}}, {7, {9}}, {8, {9}}}, {1, 2, 3, 4, 5, 6, 7, 8}),
            List());
}

TEST_F(SmallNumbersRule, ABreakdownIsShownAsAWholeOrNotAtAll) {
  const std::map<int, std::vector<std::int64_t>> parts = {
      {4, {12, 9, 3}}, {5, {20, 10, 10}}, {6, {30, 10, 20}}, {7, {40, 20, 20}}, {8, {20, 10, 10}}};
  EXPECT_EQ(Hidden(parts), (List{4, 5}));
  // and hides what the totals hide: 6 is hidden there with 4
  const std::map<int, std::vector<std::int64_t>> totals = {
      {4, {2}}, {5, {20}}, {6, {10}}, {7, {40}}, {8, {20}}};
  const std::unique_ptr<SmallNumbers> total = Make(totals, {}, nullptr);
  EXPECT_EQ(Hidden({{4, {2, 2, 0}},
                    {5, {20, 10, 10}},
                    {6, {10, 5, 5}},
                    {7, {40, 20, 20}},
                    {8, {20, 10, 10}}},
                   {}, total.get()),
            (List{4, 6}));
}

}  // namespace
}  // namespace luoshi::figure
