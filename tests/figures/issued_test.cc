// 较上期: what a bulletin printed beside what is known of that day now.
#include "app/issued.h"

#include "tests/figures/county.h"

namespace luoshi::testing {
namespace {

class Issued : public County {
 protected:
  std::vector<app::SinceIssued> Compare(const JsonArray& frozen) {
    // as it lies in the attachment
    const Result<Json> read = ParseJson(CanonicalJson(frozen));
    EXPECT_TRUE(read.ok());
    Result<std::vector<app::SinceIssued>> out =
        app::CompareWithIssued(app(), place().System(), read->as_array());
    EXPECT_TRUE(out.ok()) << Describe(out.error());
    return out.ok() ? *std::move(out) : std::vector<app::SinceIssued>();
  }
};

TEST_F(Issued, LateRowsAreCountedWhereTheyMovedANumber) {
  RegisterMany(6, villages_[0], "todo");
  RegisterMany(4, villages_[1], "done");
  const JsonArray frozen = Rows(Ask("rate", east_, "2026-03-02"));
  Today("2026-03-09");
  const std::string first = std::to_string(NumberOf(villages_[0])) + "todo";
  Change(first + "1", {{"status", "done"}}, "2026-03-02");  // late: counts on the 2nd
  Change(first + "2", {{"status", "done"}}, "2026-03-02");
  Change(first + "3", {{"status", "done"}}, "2026-03-08");  // not late
  Change(first + "4", {{"kind", "well"}}, "2026-03-02");    // moves no number of the whole

  const std::vector<app::SinceIssued> rows = Compare(frozen);
  ASSERT_EQ(rows.size(), frozen.size());
  EXPECT_EQ(rows[0].issued.unit, villages_[0]);
  EXPECT_EQ(*rows[0].issued.numerator, Decimal(0, 0));
  EXPECT_EQ(*rows[0].issued.value, Decimal(0, 1));
  ASSERT_TRUE(rows[0].now);
  EXPECT_EQ(*rows[0].now->numerator, Decimal(2, 0));
  EXPECT_EQ(rows[0].now->as_of, Day("2026-03-02"));
  EXPECT_TRUE(rows[0].changed);
  EXPECT_EQ(rows[0].late_rows, 2);
  EXPECT_FALSE(rows[0].redefined);
  EXPECT_EQ(rows[1].issued.unit, villages_[1]);
  EXPECT_FALSE(rows[1].changed);
  EXPECT_EQ(rows[1].late_rows, 0);
}

TEST_F(Issued, ARowThatMovedAwayIsLateInBothUnits) {
  Register("h1", villages_[0], {{"status", "done"}, {"kind", "roof"}});
  figure::Query query = Ask("rate", east_, "2026-03-02");
  query.by = "kind";
  const JsonArray frozen = Rows(query);
  Today("2026-03-05");
  Change("h1", {{"village", NumberOf(villages_[1])}}, "2026-03-02");
  const std::vector<app::SinceIssued> rows = Compare(frozen);
  ASSERT_EQ(rows.size(), 10U);  // five units, two kinds
  EXPECT_EQ(rows[0].late_rows, 1);
  EXPECT_EQ(rows[1].late_rows, 1);
  EXPECT_EQ(rows[2].late_rows, 0);
  EXPECT_EQ(rows[0].now->bases.front().denominator, Decimal(0, 0));
}

TEST_F(Issued, WhatIsNoFrozenFigureIsRefusedNotGuessed) {
  for (const char* text : {"[1]", "[{}]", R"([{"indicator":"work.rate","as_of":"2026-99-01"}])",
                           R"([{"indicator":"work.rate","as_of":"2026-03-02","unit":4,
                               "numerator":"three"}])"}) {
    const Result<Json> read = ParseJson(text);
    ASSERT_TRUE(read.ok());
    EXPECT_FALSE(app::CompareWithIssued(app(), place().System(), read->as_array()).ok()) << text;
  }
}

TEST_F(Issued, AnIndicatorThatIsGoneIsLeftWithoutAComparison) {
  JsonArray frozen = Rows(Ask("rate", east_, "2026-03-02"));
  frozen.front().as_object()["indicator"] = "work.forgotten";
  const std::vector<app::SinceIssued> rows = Compare(frozen);
  EXPECT_FALSE(rows.front().now);
  EXPECT_TRUE(rows.back().now);
}

}  // namespace
}  // namespace luoshi::testing
