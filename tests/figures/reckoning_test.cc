// Targets, plans, gaps, states and places, each against what one reckons by hand.
#include "tests/figures/county.h"

namespace luoshi::testing {
namespace {

using figure::State;

class Reckoning : public County {
 protected:
  static std::string Text(const std::optional<Decimal>& value) {
    return value ? value->ToString() : "none";
  }
  // "50.0 of 50.0, 0.0 ahead, gap 40, 0 a day, on_track"
  std::string Told(std::string_view indicator, std::string_view as_of) {
    figure::Query query = Ask(indicator, east_, as_of);
    query.level = UnitLevel::kTown;
    query.period = "2026";
    const figure::Figure figure = Figures(query).front();
    const figure::BaseFigure* base = figure::BindingBase(figure);
    return Text(base == nullptr ? figure.value : base->value) + " of " + Text(figure.planned) +
           ", " + Text(figure.ahead) + " ahead, gap " + Text(figure.gap) + ", " +
           Text(figure.needed_per_day) + " a day, " + std::string(figure::StateName(figure.state));
  }
};

TEST_F(Reckoning, ByMonthsAtTheBoundaryDays) {
  RegisterMany(40, villages_[0], "done");
  RegisterMany(40, villages_[1], "todo");
  RegisterMany(20, villages_[1], "declined");  // targets bind to the willing
  EXPECT_EQ(Told("rate", "2026-06-29"), "50.0 of 41.7, 8.3 ahead, gap 40, 1 a day, on_track");
  EXPECT_EQ(Told("rate", "2026-06-30"), "50.0 of 50.0, 0.0 ahead, gap 40, 1 a day, on_track");
  EXPECT_EQ(Told("rate", "2026-07-30"), "50.0 of 50.0, 0.0 ahead, gap 40, 1 a day, on_track");
  EXPECT_EQ(Told("rate", "2026-07-31"), "50.0 of 58.3, -8.3 ahead, gap 40, 1 a day, behind");
  // 30 December is a Wednesday: one working day left
  EXPECT_EQ(Told("rate", "2026-12-30"), "50.0 of 91.7, -41.7 ahead, gap 40, 40 a day, behind");
  EXPECT_EQ(Told("rate", "2026-12-31"), "50.0 of 100.0, -50.0 ahead, gap 40, none a day, behind");
  EXPECT_EQ(Told("rate", "2027-01-01"), "50.0 of 100.0, -50.0 ahead, gap 40, none a day, overdue");
}

TEST_F(Reckoning, WhatIsReachedIsNeitherBehindNorOverdue) {
  RegisterMany(3, villages_[0], "done");
  RegisterMany(2, villages_[1], "declined");
  EXPECT_EQ(Told("rate", "2026-03-02"), "100.0 of 16.7, 83.3 ahead, gap 0, none a day, on_track");
  EXPECT_EQ(Told("rate", "2027-03-02"), "100.0 of 100.0, 0.0 ahead, gap 0, none a day, on_track");
}

TEST_F(Reckoning, ByWorkingDaysAndRoundedFiguresDoNotHideAGap) {
  // March 2026 has 22 working days; 800.0 亩 of 1000.0 are wanted
  Register("field", villages_[0], {{"area", "1000.0"}, {"finished", "799.9"}});
  EXPECT_EQ(Told("area_rate", "2026-03-02"),
            "80.0 of 3.6, 76.4 ahead, gap 0.1, 0.1 a day, on_track");
  EXPECT_EQ(Told("area_rate", "2026-03-07"),  // a Saturday: five
            "80.0 of 18.2, 61.8 ahead, gap 0.1, 0.1 a day, on_track");
  EXPECT_EQ(Told("area_rate", "2026-03-31"),
            "80.0 of 80.0, 0.0 ahead, gap 0.1, none a day, on_track");
  // shown as 80.0, and yet something is missing after the deadline
  EXPECT_EQ(Told("area_rate", "2026-04-01"),
            "80.0 of 80.0, 0.0 ahead, gap 0.1, none a day, overdue");
}

TEST_F(Reckoning, WhatIsToBecomeLessHasAGapAboveItsTargetAndNoPlan) {
  RegisterMany(3, villages_[0], "todo");
  EXPECT_EQ(Told("open_count", "2026-06-30"), "3 of none, none ahead, gap 1, none a day, on_track");
  EXPECT_EQ(Told("open_count", "2026-07-01"), "3 of none, none ahead, gap 1, none a day, overdue");
  RegisterMany(0, villages_[0], "done");
  Change(std::to_string(NumberOf(villages_[0])) + "todo1", {{"status", "done"}}, "2026-03-02");
  EXPECT_EQ(Told("open_count", "2026-07-01"), "2 of none, none ahead, gap 0, none a day, on_track");
}

TEST_F(Reckoning, WithoutADenominatorNothingIsRated) {
  EXPECT_EQ(Told("rate", "2027-01-01"),
            "none of none, none ahead, gap none, none a day, not_rated");
  RegisterMany(2, villages_[0], "declined");  // nobody is willing
  EXPECT_EQ(Told("rate", "2027-01-01"),
            "none of none, none ahead, gap none, none a day, not_rated");
}

TEST_F(Reckoning, PlacesAreInsideAPeerClassTiesAreEqualAndWhoHasNothingIsNotRated) {
  std::vector<UnitId> units;
  for (const char* name : {"甲", "乙", "丙", "丁", "戊", "己"}) {
    const bool other = std::string_view(name) == "己";
    units.push_back(Add(std::string(name) + "村", UnitLevel::kVillage, west_, "2026-01-01",
                        {{"peer_class", other ? "二类" : "一类"}}));
  }
  // 甲 1/2, 乙 2/2, 丙 1/2, 丁 0/2, 戊 nothing, 己 1/4 alone in its class
  for (const auto& [unit, done, todo] :
       {std::tuple(0, 1, 1), std::tuple(1, 2, 0), std::tuple(2, 1, 1), std::tuple(3, 0, 2),
        std::tuple(5, 1, 3)}) {
    RegisterMany(done, units[static_cast<std::size_t>(unit)], "done");
    RegisterMany(todo, units[static_cast<std::size_t>(unit)], "todo");
  }
  RegisterMany(1, west_, "done");  // 本级 takes no place
  const std::vector<figure::Figure> figures = Figures(Ask("rate", west_, "2026-03-02"));
  std::string out;
  for (const figure::Ranked& ranked : figure::Rank(figures, *app().directory())) {
    if (!ranked.peer_class.empty()) {
      out += app().directory()->FindUnit(ranked.figure->unit)->name +
             (ranked.place ? std::to_string(*ranked.place) : "-") + " ";
    }
    EXPECT_TRUE(!ranked.figure->own || !ranked.place);
  }
  EXPECT_EQ(out, "乙村1 甲村2 丙村2 丁村4 戊村- 己村1 ");
}

}  // namespace
}  // namespace luoshi::testing
