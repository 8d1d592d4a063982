// Figures beside another day's, a paper's, and the deadline's.
#include "app/builtin.h"
#include "tests/figures/county.h"

namespace luoshi::testing {
namespace {

class Beside : public County {
 protected:
  figure::Figure Against(figure::Against against, UnitId unit, std::string_view as_of) {
    figure::Query query = Ask("rate", unit, as_of);
    query.level = app().directory()->FindUnit(unit)->level;
    query.against = against;
    const std::vector<figure::Figure> figures = Figures(query);
    EXPECT_EQ(figures.size(), 1U);
    return figures.front();
  }
  static std::string Text(const std::optional<Decimal>& value) {
    return value ? value->ToString() : "none";
  }
  // "2026-03-01 2026: 1, 50.0; +0, 0.0"
  static std::string Told(const figure::Figure& figure) {
    const figure::Comparison& comparison = *figure.comparison;
    return comparison.day.ToString() + " " + comparison.period + ": " + Text(comparison.numerator) +
           ", " + Text(comparison.value) + "; " + Text(comparison.numerator_change) + ", " +
           Text(comparison.value_change);
  }
  std::string Done(int number) {
    return std::to_string(NumberOf(villages_[0])) + "todo" + std::to_string(number);
  }
};

TEST_F(Beside, TheDayTheWeekAndTheMonthBefore) {
  RegisterMany(4, villages_[0], "todo");
  Change(Done(1), {{"status", "done"}}, "2026-03-02");
  Today("2026-04-08");  // a Wednesday
  Change(Done(2), {{"status", "done"}}, "2026-04-06");
  Change(Done(3), {{"status", "done"}}, "2026-04-08");
  EXPECT_EQ(Told(Against(figure::Against::kPreviousDay, east_, "2026-04-08")),
            "2026-04-07 2026: 2, 50.0; 1, 25.0");
  EXPECT_EQ(Told(Against(figure::Against::kWeekStart, east_, "2026-04-08")),
            "2026-04-05 2026: 1, 25.0; 2, 50.0");
  EXPECT_EQ(Told(Against(figure::Against::kMonthStart, east_, "2026-04-08")),
            "2026-03-31 2026: 1, 25.0; 2, 50.0");
  // nothing was counted then: no number is made up
  EXPECT_EQ(Told(Against(figure::Against::kMonthStart, east_, "2026-03-31")),
            "2026-02-28 2026: none, none; none, none");
}

TEST_F(Beside, LastYearIsTheSameDateOfThePeriodBefore) {
  RegisterMany(4, villages_[0], "todo");
  Change(Done(1), {{"status", "done"}}, "2026-03-02");
  Today("2027-03-02");
  Register("n1", villages_[0], {{"year", 2027}, {"status", "done"}});
  Register("n2", villages_[0], {{"year", 2027}, {"status", "todo"}});
  Change(Done(2), {{"status", "done"}}, "2027-03-02");  // of the year before, done this year
  EXPECT_EQ(Told(Against(figure::Against::kLastYear, east_, "2027-03-02")),
            "2026-03-02 2026: 1, 25.0; 0, 25.0");
  EXPECT_EQ(Told(Against(figure::Against::kLastYear, east_, "2026-03-02")),
            "2025-03-02 2025: none, none; none, none");
}

TEST_F(Beside, WhatAPaperStatesStandsBesideAndIsNeverSummed) {
  Status enabled = app().EnablePack(place().System(), app::BuiltinPacks().at("stated"));
  ASSERT_TRUE(enabled.ok()) << Describe(enabled.error());
  RegisterMany(4, villages_[0], "done");
  const auto state = [&](const char* day, const char* value, const char* source,
                         const char* period) {
    registers::RecordCommand command;
    command.origin = app().NewOrigin(place().System());
    command.pack = "stated";
    command.record = Uuid::Derived({"stated", day, source});
    command.act = rules::Act::kCreate;
    command.set = {{"indicator", "work.rate"},
                   {"indicator_period", period},
                   {"region", NumberOf(east_)},
                   {"as_of", day},
                   {"value", value},
                   {"source", source}};
    const Result<registers::Applied> applied =
        app().SubmitOne(place().System(), std::move(command));
    ASSERT_TRUE(applied.ok()) << Describe(applied.error());
  };
  state("2025-03-01", "72.3", "镇发〔2025〕9号", "2025");
  state("2026-03-02", "91", "县发〔2026〕4号", "2026");
  state("2026-01-02", "1", "太早", "2026");
  const figure::Figure figure = Against(figure::Against::kLastYear, east_, "2026-03-02");
  EXPECT_EQ(*figure.value, Decimal(1000, 1));
  ASSERT_TRUE(figure.stated);
  EXPECT_EQ(figure.stated->value, Decimal::FromInt(91));
  EXPECT_EQ(figure.stated->source, "县发〔2026〕4号");
  EXPECT_FALSE(figure.comparison->value);
  EXPECT_FALSE(figure.comparison->value_change);
  ASSERT_TRUE(figure.comparison->stated);
  EXPECT_EQ(figure.comparison->stated->value, Decimal(723, 1));
  // neither passed down nor up
  EXPECT_FALSE(Against(figure::Against::kLastYear, villages_[0], "2026-03-02").stated);
  const figure::Figure county = Against(figure::Against::kLastYear, county_, "2026-03-02");
  EXPECT_FALSE(county.stated);
  EXPECT_EQ(*county.numerator, Decimal(4, 0));
  const JsonArray rows = [&] {
    figure::Query query = Ask("rate", county_, "2026-03-02");
    query.against = figure::Against::kLastYear;
    return Rows(query);
  }();
  const std::string json = WriteJson(rows.front());
  EXPECT_NE(json.find(R"("stated":{"value":91.0000,)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("source":"镇发〔2025〕9号")"), std::string::npos) << json;
}

TEST_F(Beside, TheForecastNamesItsMethodAndIsSilentWithoutHistory) {
  RegisterMany(100, villages_[0], "todo");
  Today("2026-06-01");
  for (int number = 1; number <= 10; ++number) {
    Change(Done(number), {{"status", "done"}}, "2026-05-20");
  }
  const auto told = [&](std::string_view as_of) {
    figure::Query query = Ask("rate", east_, as_of);
    query.level = UnitLevel::kTown;
    query.forecast = true;
    return Figures(query).front();
  };
  // 20 working days before Monday 1 June: Friday 1 May's Monday, 4 May, was a day off
  const figure::Figure figure = told("2026-06-01");
  ASSERT_TRUE(figure.forecast);
  const rules::Calendar& calendar = app().directory()->calendar();
  EXPECT_EQ(figure.forecast->days, 20);
  EXPECT_EQ(calendar.WorkingDaysBetween(figure.forecast->from, Day("2026-06-01")), 20);
  // ten in twenty days: half a household each working day left
  const std::int64_t left = calendar.WorkingDaysBetween(Day("2026-06-01"), Day("2026-12-31"));
  EXPECT_EQ(figure.forecast->value, Decimal((10 + (left + 1) / 2) * 10, 1));
  EXPECT_FALSE(told("2026-03-10").forecast);  // too short: nothing was registered before
  EXPECT_FALSE(told("2026-12-31").forecast);  // the deadline
  figure::Query plain = Ask("rate", east_, "2026-06-01");
  for (const figure::Figure& row : Figures(plain)) {
    EXPECT_FALSE(row.forecast);  // only when asked for
  }
}

TEST_F(Beside, AShareIsNotForecastAboveAll) {
  RegisterMany(20, villages_[0], "todo");
  Today("2026-06-01");
  for (int number = 1; number <= 19; ++number) {
    Change(Done(number), {{"status", "done"}}, "2026-05-20");
  }
  figure::Query query = Ask("rate", east_, "2026-06-01");
  query.level = UnitLevel::kTown;
  query.forecast = true;
  EXPECT_EQ(Figures(query).front().forecast->value, Decimal(1000, 1));
}

}  // namespace
}  // namespace luoshi::testing
