// kill -9 at random moments, while commands are submitted and while a sheet is imported: what was
// acknowledged is there, once; what was not is there whole or not at all; and doing it again
// completes it.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "app/builtin.h"
#include "app/verify.h"
#include "base/text.h"
#include "host/files.h"
#include "tests/properties/kill_work.h"
#include "tests/properties/packs.h"
#include "tests/properties/twins.h"

namespace luoshi::properties {
namespace {

using testing::Describe;

// What a child said until it ended or was killed.
class Child {
 public:
  explicit Child(const std::vector<std::string>& arguments) {
    int ends[2] = {-1, -1};
    LUOSHI_CHECK(::pipe(ends) == 0);
    std::vector<std::string> words = arguments;
    words.insert(words.begin(), LUOSHI_KILL_CHILD);
    std::vector<char*> raw;
    for (std::string& word : words) {
      raw.push_back(word.data());
    }
    raw.push_back(nullptr);
    pid_ = ::fork();
    LUOSHI_CHECK(pid_ >= 0);
    if (pid_ == 0) {
      ::dup2(ends[1], 1);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execv(raw[0], raw.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    out_ = ends[0];
  }
  ~Child() {
    Kill();
    ::close(out_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Reads until there are `lines` whole lines or the child has ended.
  void ReadLines(std::size_t lines) {
    while (Lines().size() < lines && ReadSome(-1)) {
    }
  }
  // Reads to its end; how long that took, in milliseconds.
  int ReadAll() {
    const auto began = std::chrono::steady_clock::now();
    while (ReadSome(-1)) {
    }
    return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                std::chrono::steady_clock::now() - began)
                                .count());
  }
  // Reads whatever comes within so many milliseconds.
  void ReadFor(int ms) {
    if (ReadSome(ms) && ms > 1) {
      ReadFor(ms / 2);
    }
  }
  // Ends it now, then takes what it had said.
  void Kill() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      int status = 0;
      ::waitpid(pid_, &status, 0);
      killed_ = WIFSIGNALED(status);
      pid_ = 0;
      while (ReadSome(-1)) {
      }
    }
  }
  bool killed() const { return killed_; }

  std::vector<std::string> Lines() const {
    std::vector<std::string> lines = Split(said_, "\n");
    lines.pop_back();  // the rest of a line
    return lines;
  }

 private:
  bool ReadSome(int ms) {
    pollfd wait{out_, POLLIN, 0};
    if (::poll(&wait, 1, ms) <= 0) {
      return false;
    }
    char buffer[4096];
    const ssize_t size = ::read(out_, buffer, sizeof buffer);
    if (size > 0) {
      said_.append(buffer, static_cast<std::size_t>(size));
    }
    return size > 0;
  }

  pid_t pid_ = 0;
  int out_ = -1;
  std::string said_;
  bool killed_ = false;
};

class Killed : public ::testing::TestWithParam<testing::StoreKind> {
 protected:
  void SetUp() override {
    const std::uint64_t seed = Seed();
    dice_ = std::make_unique<SeededRandom>(seed);
    const Date day = *Date::Parse("2026-09-01");
    Result<std::unique_ptr<testing::Deployment>> made =
        testing::Deployment::Make(GetParam(), true, DateTime::At(day, 9), seed);
    if (!made.ok() && made.error().code == ErrorCode::kUnavailable) {
      GTEST_SKIP() << Describe(made.error());
    }
    ASSERT_TRUE(made.ok()) << Describe(made.error());
    place_ = *std::move(made);
    const Status furnished = Furnish(day);
    ASSERT_TRUE(furnished.ok()) << Describe(furnished.error());
  }

  Status Furnish(Date day) {
    TRY_ASSIGN(town_, place_->AddUnit("甲镇", UnitLevel::kTown, kNoUnit, day));
    TRY(place_->AddUnit("东村", UnitLevel::kVillage, town_, day));
    TRY(place_->AddJurisdiction(1, town_, day));
    for (const auto& files : {PersonPack(), FeesPack(1), app::BuiltinPacks().at("import")}) {
      TRY(place_->app().EnablePack(place_->System(), files));
    }
    return {};
  }

  bool IsThere(const RecordId& record) {
    return place_->app()
        .FindRecord(place_->System(), JurisdictionId{1}, record, registers::Personal::kOpened)
        .ok();
  }

  std::int64_t Events() {
    const auto tx = place_->app().store().Begin(storage::Access::kRead);
    return journal::ReadHead(**tx, JurisdictionId{1})->size;
  }

  std::string Should() {
    figure::Query query;
    query.unit = town_;
    query.level = UnitLevel::kTown;
    query.as_of = place_->app().today();
    query.period = "2027";
    query.indicators = {"fees.rate", "person.population"};
    const auto figures = place_->app().Figures(place_->System(), query);
    return figures.ok() ? figures->front().bases.front().denominator.ToString() + " of " +
                              figures->back().numerator->ToString()
                        : Describe(figures.error());
  }

  void Verify() {
    const Result<app::VerifyReport> report = app::Verify(place_->app(), {});
    EXPECT_TRUE(report.ok()) << Describe(report.error());
  }

  std::unique_ptr<SeededRandom> dice_;
  std::unique_ptr<testing::Deployment> place_;
  UnitId town_ = kNoUnit;
};

constexpr int kGroups = 60;

TEST_P(Killed, WhileSubmittingKeepsWhatWasAcknowledgedOnce) {
  const int rounds = Rounds(12);
  int killed = 0;
  for (int round = 0; round < rounds; ++round) {
    const int first = round * kGroups;
    place_->Close();
    std::vector<std::string> said;
    {
      Child child({"submit", place_->folder(), std::to_string(first), std::to_string(kGroups)});
      child.ReadLines(1 + static_cast<std::size_t>(dice_->Below(kGroups)));
      child.ReadFor(static_cast<int>(dice_->Below(8)));
      child.Kill();
      killed += child.killed() ? 1 : 0;
      said = child.Lines();
    }
    const Status reopened = place_->Reopen();
    ASSERT_TRUE(reopened.ok()) << Describe(reopened.error());
    ASSERT_FALSE(said.empty());
    ASSERT_EQ(said.front(), "ready");
    Verify();
    std::set<int> acknowledged;
    for (const std::string& line : said) {
      ASSERT_FALSE(line.starts_with("failed")) << line;
      if (line.starts_with("acknowledged ")) {
        acknowledged.insert(std::atoi(line.c_str() + 13));
      }
    }
    int there = 0;
    for (int i = first; i < first + kGroups; ++i) {
      const bool person = IsThere(KillPerson(i));
      EXPECT_EQ(person, IsThere(KillFee(i))) << "half a group: " << i;
      EXPECT_TRUE(person || acknowledged.count(i) == 0) << "acknowledged and lost: " << i;
      there += person ? 1 : 0;
    }
    EXPECT_EQ(Events(), 2 * (first + there));
    // sent again, all of it, as whoever got no answer does
    const std::vector<app::GroupResult> again = place_->app().Submit(
        place_->System(), KillGroups(first, kGroups, place_->app().clock().Now()));
    int repeated = 0;
    for (const app::GroupResult& result : again) {
      ASSERT_TRUE(result.ok()) << Describe(result.error());
      EXPECT_EQ(result->front().repeated, result->back().repeated);
      repeated += result->front().repeated ? 1 : 0;
    }
    EXPECT_EQ(repeated, there);
    EXPECT_EQ(Events(), 2 * (first + kGroups));
    const std::string all = std::to_string(first + kGroups);
    EXPECT_EQ(Should(), all + " of " + all);
  }
  Verify();
  std::cout << killed << " of " << rounds << " killed\n";
  EXPECT_GT(killed, 0);
}

constexpr int kRows = 1'200;  // three commits

TEST_P(Killed, WhileImportingIsCompletedByImportingAgain) {
  const int rounds = std::max(2, Rounds(12) / 2);
  int whole_ms = 0;  // what an import takes that nobody kills: the first round
  int halfway = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string content = KillSheet(round * kRows, kRows);
    const std::string file = place_->folder() + "/sheet.csv";
    ASSERT_TRUE(WriteFile(file, content).ok());
    place_->Close();
    {
      Child child({"import", place_->folder(), file, std::to_string(NumberOf(town_))});
      child.ReadLines(1);
      if (round == 0) {
        whole_ms = child.ReadAll();
      } else {
        child.ReadFor(static_cast<int>(dice_->Below(whole_ms + 1)));
      }
      child.Kill();
      ASSERT_EQ(child.Lines().front(), "ready");
    }
    const Status reopened = place_->Reopen();
    ASSERT_TRUE(reopened.ok()) << Describe(reopened.error());
    Verify();
    const std::string some = Should();
    const int there = std::atoi(some.c_str()) - round * kRows;
    halfway += there > 0 && there < kRows ? 1 : 0;
    std::cout << "killed with " << there << " of " << kRows << "\n";
    // as many people as fees: no row is there by half
    EXPECT_EQ(some.substr(0, some.find(' ')), some.substr(some.rfind(' ') + 1));
    const auto import = [&] {
      return app::Import(place_->app(), place_->System(), content, KillImport(town_));
    };
    const Result<app::ImportReport> again = import();
    ASSERT_TRUE(again.ok()) << Describe(again.error());
    EXPECT_EQ(again->refused, 0) << (again->refusals.empty()
                                         ? ""
                                         : Describe(again->refusals.front().error));
    EXPECT_EQ(again->added + again->same, kRows);
    const std::string all = std::to_string((round + 1) * kRows);
    EXPECT_EQ(Should(), all + " of " + all);
    const Result<app::ImportReport> third = import();
    ASSERT_TRUE(third.ok()) << Describe(third.error());
    EXPECT_EQ(third->same, kRows);
  }
  Verify();
  std::cout << halfway << " of " << rounds - 1 << " killed between two commits\n";
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         Killed,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::properties
