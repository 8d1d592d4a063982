// Deployments on several databases that are given the same commands at the same moments and must
// answer alike, and the random histories they live through.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/deployment.h"

namespace luoshi::properties {

class Twins {
 public:
  // One deployment a kind that is there; kUnavailable when none is.
  static Result<std::unique_ptr<Twins>> Make(DateTime start, std::uint64_t seed);

  std::size_t size() const { return places_.size(); }
  testing::Deployment& at(std::size_t i) { return *places_[i]; }
  std::string_view name(std::size_t i) const { return testing::KindName(kinds_[i]); }
  testing::Deployment& first() { return *places_.front(); }
  app::App& app() { return first().app(); }

  Status SetClock(DateTime now);
  DateTime now() const { return now_; }
  Status Root(std::string_view kind, const JsonObject& body);
  Status Enable(const std::vector<rules::PackFile>& files);
  Status Reopen();

  // What came, one line a group. Fails the test when the twins do not answer alike.
  std::vector<app::GroupResult> Submit(const std::string& user,
                                       const std::vector<app::CommandGroup>& groups);

 private:
  std::vector<testing::StoreKind> kinds_;
  std::vector<std::unique_ptr<testing::Deployment>> places_;
  DateTime now_;
};

// LUOSHI_SEED repeats a run that failed elsewhere; LUOSHI_ROUNDS makes runs longer.
std::uint64_t Seed();
int Rounds(int by_default);

// A county with two towns, random commands of every kind, and on the way all that happens to units,
// calendars and packs.
class Histories {
 public:
  explicit Histories(std::uint64_t seed);
  // Units, users, packs, a few people. At 2026-09-01.
  Status Furnish(Twins& twins);
  // Some commands on the next day or the same; `progress` of 0…100 decides what happens to the
  // world.
  Status Step(Twins& twins, int progress);

  struct Known {
    RecordId id;
    JurisdictionId jurisdiction{};
    std::string pack;
  };
  const std::vector<Known>& records() const { return records_; }
  const std::vector<UnitId>& units() const { return units_; }
  std::int64_t accepted() const { return accepted_; }
  const std::map<std::string, std::int64_t>& refused() const { return refused_; }
  std::int64_t Roll(std::int64_t sides) { return dice_.Below(sides); }

 private:
  bool Chance(int percent) { return Roll(100) < percent; }
  UnitId Place();
  std::string CitizenId();
  JsonObject SomeFields(const std::string& pack);
  Result<registers::RecordCommand> RandomCommand(Twins& twins, std::vector<Known>& made);
  Result<registers::RecordCommand> Create();
  Result<registers::RecordCommand> Touch(Twins& twins, const Known& known);
  Status TakeDueSteps(Twins& twins);
  Status Happen(Twins& twins, int progress);
  void Send(Twins& twins, const std::string& user, const std::vector<app::CommandGroup>& groups);

  SeededRandom dice_;
  std::vector<UnitId> units_;
  std::vector<UnitId> places_;  // where records may lie
  std::vector<Known> records_;
  std::vector<app::CommandGroup> sent_;
  std::int64_t next_ = 0;
  int happened_ = 0;
  std::int64_t accepted_ = 0;
  std::map<std::string, std::int64_t> refused_;
};

}  // namespace luoshi::properties
