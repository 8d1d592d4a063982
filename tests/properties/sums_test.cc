// Today's totals in memory (docs/adr/0010): they follow what is committed without being read again,
// they are read again when somebody else wrote, and whoever has been acknowledged is counted.
#include "figure/sums.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "tests/properties/packs.h"
#include "tests/support/deployment.h"

namespace luoshi::properties {
namespace {

using testing::Describe;
using testing::StoreKind;

const Date kStart = *Date::Parse("2026-09-01");

class TodaysSums : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    auto place = testing::Deployment::Make(GetParam(), true, DateTime::At(kStart, 9), 7);
    if (!place.ok() && place.error().code == ErrorCode::kUnavailable) {
      GTEST_SKIP() << place.error().detail;
    }
    ASSERT_TRUE(place.ok()) << Describe(place.error());
    place_ = *std::move(place);
    const Status furnished = Furnish();
    ASSERT_TRUE(furnished.ok()) << Describe(furnished.error());
  }

  Status Furnish() {
    TRY_ASSIGN(county_, place_->AddUnit("示例县", UnitLevel::kCounty, kNoUnit, kStart));
    TRY_ASSIGN(town_, place_->AddUnit("甲镇", UnitLevel::kTown, county_, kStart));
    for (const char* name : {"甲一村", "甲二村"}) {
      TRY_ASSIGN(const UnitId village, place_->AddUnit(name, UnitLevel::kVillage, town_, kStart));
      villages_.push_back(village);
    }
    TRY_ASSIGN(office_, place_->AddUnit("甲镇办", UnitLevel::kOffice, town_, kStart));
    TRY(place_->AddJurisdiction(1, county_, kStart));
    return place_->app().EnablePack(place_->System(), CasesPack(1));
  }

  // A case of a village, to be closed by `due`.
  static Status Create(
      app::App& app, const std::string& number, UnitId village, Date due, UnitId office = kNoUnit) {
    const access::Scope scope = app.SystemScope("test");
    registers::RecordCommand command;
    command.origin = app.NewOrigin(scope);
    command.act = rules::Act::kCreate;
    command.pack = "cases";
    command.record = Uuid::Derived({"case", number});
    command.set = {{"number", number},
                   {"village", NumberOf(village)},
                   {"kind", "fire"},
                   {"found_on", "2026-09-01"},
                   {"due", due.ToString()}};
    if (office != kNoUnit) {
      command.set["office"] = NumberOf(office);
    }
    TRY(app.SubmitOne(scope, std::move(command)));
    return {};
  }

  // Numerators of the rows of `unit`, the last one 本级.
  std::vector<std::string> Ask(const std::string& indicator,
                               UnitId unit,
                               figure::Axis axis = figure::Axis::kRegion) {
    app::App& app = place_->app();
    figure::Query query;
    query.unit = unit;
    query.as_of = app.today();
    query.indicators = {"cases." + indicator};
    query.axis = axis;
    const auto figures = app.Figures(place_->System(), query);
    EXPECT_TRUE(figures.ok());
    std::vector<std::string> out;
    for (const figure::Figure& figure : *figures) {
      out.push_back(figure.numerator->ToString());
    }
    return out;
  }

  std::int64_t TimesRead() { return place_->app().sums().TimesRead(); }

  std::unique_ptr<testing::Deployment> place_;
  UnitId county_{};
  UnitId town_{};
  UnitId office_{};
  std::vector<UnitId> villages_;
};

TEST_P(TodaysSums, FollowWhatIsCommittedWithoutReadingAgain) {
  ASSERT_TRUE(Create(place_->app(), "1", villages_[0], kStart + 30).ok());
  EXPECT_EQ(Ask("urgent_count", county_), (std::vector<std::string>{"0", "0"}));
  const auto found = [&] {
    figure::Query query;
    query.unit = county_;
    query.level = UnitLevel::kVillage;
    query.as_of = place_->app().today();
    query.indicators = {"cases.closing_rate"};
    const auto figures = place_->app().Figures(place_->System(), query);
    EXPECT_TRUE(figures.ok());
    std::string out;
    for (const figure::Figure& figure : *figures) {
      out += figure.bases.front().denominator.ToString() + " ";
    }
    return out;
  };
  EXPECT_EQ(found(), "1 0 0 ");
  const std::int64_t before = TimesRead();
  EXPECT_GT(before, 0);
  ASSERT_TRUE(Create(place_->app(), "2", villages_[1], kStart + 30).ok());
  ASSERT_TRUE(Create(place_->app(), "3", town_, kStart + 30).ok());
  EXPECT_EQ(found(), "1 1 1 ");
  ASSERT_TRUE(place_->AddUser("li", "line_officer", town_, kStart).ok());
  EXPECT_EQ(found(), "1 1 1 ") << "a user changes no figure";
  EXPECT_EQ(TimesRead(), before);
}

TEST_P(TodaysSums, AreReadOnceMoreForAnotherTree) {
  ASSERT_TRUE(Create(place_->app(), "1", villages_[0], kStart).ok());
  ASSERT_TRUE(place_->SetClock(DateTime::At(kStart + 1, 9)).ok());
  EXPECT_EQ(Ask("late_count", town_), (std::vector<std::string>{"1", "0", "0", "0"}));
  const std::int64_t before = TimesRead();
  const Result<UnitId> merged = place_->AddUnit("甲新村", UnitLevel::kVillage, town_, kStart + 1);
  ASSERT_TRUE(merged.ok());
  ASSERT_TRUE(place_
                  ->Root("unit.merge",
                         {{"from", (kStart + 1).ToString()},
                          {"units", JsonArray{NumberOf(villages_[0]), NumberOf(villages_[1])}},
                          {"into", JsonArray{NumberOf(*merged)}}})
                  .ok());
  EXPECT_EQ(Ask("late_count", town_), (std::vector<std::string>{"1", "0", "0"}));
  const std::int64_t after = TimesRead();
  EXPECT_GT(after, before);
  ASSERT_TRUE(Create(place_->app(), "2", *merged, kStart).ok());
  EXPECT_EQ(Ask("late_count", town_), (std::vector<std::string>{"2", "0", "0"}));
  EXPECT_EQ(TimesRead(), after);
}

TEST_P(TodaysSums, CountWhatFallsDueWhenItsDayHasCome) {
  ASSERT_TRUE(Create(place_->app(), "1", villages_[0], kStart + 2).ok());
  EXPECT_EQ(Ask("late_count", town_), (std::vector<std::string>{"0", "0", "0", "0"}));
  const std::int64_t before = TimesRead();
  ASSERT_TRUE(Create(place_->app(), "2", villages_[1], kStart + 3).ok());
  ASSERT_TRUE(place_->SetClock(DateTime::At(kStart + 3, 9)).ok());
  EXPECT_EQ(Ask("late_count", town_), (std::vector<std::string>{"1", "0", "0", "0"}));
  ASSERT_TRUE(place_->SetClock(DateTime::At(kStart + 40, 9)).ok());
  EXPECT_EQ(Ask("late_count", town_), (std::vector<std::string>{"1", "1", "0", "0"}));
  EXPECT_EQ(TimesRead(), before);
  // A clock that was set back finds the past as it was.
  ASSERT_TRUE(place_->SetClock(DateTime::At(kStart + 3, 9)).ok());
  EXPECT_EQ(Ask("late_count", town_), (std::vector<std::string>{"1", "0", "0", "0"}));
}

TEST_P(TodaysSums, AnswerForTheResponsibleUnit) {
  ASSERT_TRUE(Create(place_->app(), "1", villages_[0], kStart + 2, office_).ok());
  ASSERT_TRUE(place_->SetClock(DateTime::At(kStart + 5, 9)).ok());
  for (int round = 0; round < 2; ++round) {  // read, then followed
    EXPECT_EQ(Ask("late_count", town_).front(), std::to_string(round + 1));
    const std::vector<std::string> rows = Ask("late_count", town_, figure::Axis::kResponsible);
    EXPECT_EQ(rows, (std::vector<std::string>{"0", "0", std::to_string(round + 1), "0"}));
    EXPECT_EQ(Ask("late_count", county_, figure::Axis::kResponsible).front(),
              std::to_string(round + 1));
    ASSERT_TRUE(
        Create(place_->app(), std::to_string(round + 2), villages_[0], kStart + 2, office_).ok());
  }
}

TEST_P(TodaysSums, FindWhatAnotherProcessWrote) {
  ASSERT_TRUE(Create(place_->app(), "1", villages_[0], kStart).ok());
  ASSERT_TRUE(place_->SetClock(DateTime::At(kStart + 1, 9)).ok());
  EXPECT_EQ(Ask("late_count", county_).front(), "1");
  SeededRandom random(9);
  const auto other = app::App::Open(place_->folder(), testing::AnyStore(), random);
  ASSERT_TRUE(other.ok());
  ASSERT_TRUE(Create(**other, "2", villages_[0], kStart).ok());
  EXPECT_EQ(Ask("late_count", county_).front(), "2");
  // Written here on top of what was written there.
  ASSERT_TRUE(Create(**other, "3", villages_[1], kStart).ok());
  ASSERT_TRUE(Create(place_->app(), "4", villages_[1], kStart).ok());
  EXPECT_EQ(Ask("late_count", county_).front(), "4");
}

TEST_P(TodaysSums, CountWhatWasAcknowledgedWhoeverAsksMeanwhile) {
  constexpr int kMany = 60;
  ASSERT_TRUE(place_->SetClock(DateTime::At(kStart + 1, 9)).ok());
  std::atomic<int> sent = 0;
  std::atomic<int> acknowledged = 0;
  std::atomic<int> wrong = 0;
  const auto ask = [&] {
    while (acknowledged < kMany) {
      const int least = acknowledged;
      const std::vector<std::string> rows = Ask("late_count", county_);
      const int most = sent;
      const int came = std::stoi(rows.front());
      wrong += came < least || came > most ? 1 : 0;
    }
  };
  std::vector<std::thread> readers;
  readers.emplace_back(ask);
  readers.emplace_back(ask);
  for (int i = 0; i < kMany; ++i) {
    ++sent;
    const Status made = Create(place_->app(), std::to_string(i), villages_[0], kStart);
    EXPECT_TRUE(made.ok()) << Describe(made.error());
    ++acknowledged;
  }
  for (std::thread& reader : readers) {
    reader.join();
  }
  EXPECT_EQ(wrong, 0);
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         TodaysSums,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::properties
