#include "figure/sums_tree.h"

#include <gtest/gtest.h>

#include "root/root_journal.h"

namespace luoshi::figure {
namespace {

const Date kToday = *Date::Parse("2026-10-01");
constexpr UnitId kCounty{1};
constexpr UnitId kTown{2};
constexpr UnitId kVillage{3};
constexpr UnitId kOtherTown{4};
constexpr UnitId kOtherVillage{5};

class SmallTree : public testing::Test {
 protected:
  SmallTree() : numbering_(MakeNumbering()) {}

  static Numbering MakeNumbering() {
    root::Directory directory;
    Event event;
    event.kind = "unit.add";
    event.body = ParseJson(R"({"from":"2026-01-01","units":[
      {"unit":1,"code":"990101","name":"演示县","level":"county"},
      {"unit":2,"code":"990101101","name":"云溪镇","level":"town","parent":1},
      {"unit":3,"code":"990101101201","name":"北山村","level":"village","parent":2},
      {"unit":4,"code":"990101102","name":"石桥乡","level":"town","parent":1},
      {"unit":5,"code":"990101102201","name":"南河村","level":"village","parent":4}]})")
                     ->as_object();
    EXPECT_TRUE(directory.Apply(event, {}).ok());
    return Numbering(*directory.BoundaryAt(kToday));
  }

  std::int64_t Region(const Totals& totals, UnitId unit) const {
    return totals.region.At(numbering_.SlotOf(unit));
  }
  std::int64_t Responsible(const Totals& totals, UnitId unit) const {
    return Region(totals, unit) + totals.shift.At(numbering_.SlotOf(unit));
  }
  void Add(UnitId region, UnitId responsible, Date day, std::int64_t amount) {
    sums_.Add(numbering_, kToday,
              {{1, "", "kind=a;grade=", region, responsible}, day, kToday, amount});
  }

  Numbering numbering_;
  MeasureSums sums_;
};

TEST_F(SmallTree, SiblingsStandSideBySideBelowWhatHoldsThem) {
  EXPECT_EQ(numbering_.size(), 5U);
  EXPECT_EQ(numbering_.SlotOf(kCounty), 0U);
  EXPECT_EQ(numbering_.SlotOf(kTown), 1U);
  EXPECT_EQ(numbering_.SlotOf(kOtherTown), 2U);
  EXPECT_EQ(numbering_.ParentOf(numbering_.SlotOf(kOtherVillage)), 2U);
  EXPECT_EQ(numbering_.ParentOf(0), Numbering::kNone);
  for (const UnitId stranger : {kNoUnit, UnitId{6}, UnitId{-1}, UnitId{INT64_MAX}}) {
    EXPECT_EQ(numbering_.SlotOf(stranger), Numbering::kNone);
  }
}

TEST_F(SmallTree, LeavesThatWereReadAndDeltasThatFollowMakeTheSameTotals) {
  sums_.Load(numbering_, {"kind=a;grade=", "", kVillage, kVillage, 5});
  sums_.Load(numbering_, {"kind=b;grade=1", "", kOtherVillage, kOtherTown, 7});
  sums_.Load(numbering_, {"kind=b;grade=1", "", kTown, kTown, 11});
  sums_.SumUp(numbering_);
  MeasureSums followed;
  const auto add = [&](const char* breakdown, UnitId region, UnitId responsible, int amount) {
    followed.Add(numbering_, kToday,
                 {{1, "", breakdown, region, responsible}, kToday, kToday, amount});
  };
  add("kind=a;grade=", kVillage, kVillage, 5);
  add("kind=b;grade=1", kOtherVillage, kOtherTown, 7);
  add("kind=b;grade=1", kTown, kTown, 11);
  for (const MeasureSums* sums : {&sums_, &followed}) {
    EXPECT_EQ(Region(sums->all(), kCounty), 23);
    EXPECT_EQ(Region(sums->all(), kTown), 16);
    EXPECT_EQ(Region(sums->all(), kOtherVillage), 7);
    EXPECT_EQ(Responsible(sums->all(), kOtherVillage), 0);
    EXPECT_EQ(Responsible(sums->all(), kOtherTown), 7);
    EXPECT_EQ(Responsible(sums->all(), kCounty), 23);
    ASSERT_NE(sums->By("kind"), nullptr);
    EXPECT_EQ(Region(sums->By("kind")->at("b"), kCounty), 18);
    EXPECT_EQ(Region(sums->By("grade")->at(""), kCounty), 5);
    EXPECT_EQ(sums->By("scheme"), nullptr);
  }
}

TEST_F(SmallTree, ADeltaWaitsForItsDayAndMayBeTakenBackBefore) {
  Add(kVillage, kVillage, kToday + 2, 1);
  Add(kVillage, kVillage, kToday + 5, 1);
  Add(kVillage, kVillage, kToday - 300, 1);
  EXPECT_EQ(Region(sums_.all(), kCounty), 1);
  Add(kVillage, kVillage, kToday + 5, -1);
  sums_.MoveTo(numbering_, kToday + 1);
  EXPECT_EQ(Region(sums_.all(), kCounty), 1);
  sums_.MoveTo(numbering_, kToday + 3);
  EXPECT_EQ(Region(sums_.all(), kCounty), 2);
  sums_.MoveTo(numbering_, kToday + 30);
  EXPECT_EQ(Region(sums_.all(), kCounty), 2);
}

TEST_F(SmallTree, WhatLiesOutsideOfTheTreeCountsNowhere) {
  Add(UnitId{99}, kTown, kToday, 3);
  EXPECT_EQ(Region(sums_.all(), kCounty), 0);
  EXPECT_EQ(Responsible(sums_.all(), kCounty), 3);
}

}  // namespace
}  // namespace luoshi::figure
