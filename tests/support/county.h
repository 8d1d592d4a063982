// A county with an office and two towns, each with a journal of its own, people in office and the
// packs that come with the program, on a clock that is set.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/followers.h"
#include "app/verify.h"
#include "tests/support/deployment.h"

namespace luoshi {

class CountyTest : public ::testing::TestWithParam<testing::StoreKind> {
 protected:
  // In the order they are added.
  static constexpr UnitId kCounty{1};
  static constexpr UnitId kCountyOffice{2};
  static constexpr UnitId kCloud{3};         // 云溪镇
  static constexpr UnitId kCloudOffice{4};   // its 党政办
  static constexpr UnitId kEastVillage{5};   // its 东村
  static constexpr UnitId kMaple{6};         // 枫林镇
  static constexpr UnitId kMapleVillage{7};  // its 枫香村
  static constexpr JurisdictionId kCountyJournal{1};
  static constexpr JurisdictionId kCloudJournal{2};
  static constexpr JurisdictionId kMapleJournal{3};

  void SetUp() override;

  app::App& app() { return made_->app(); }
  testing::Deployment& deployment() { return *made_; }
  void At(const std::string& moment);  // sets the clock
  access::Scope As(const std::string& user) { return app().ScopeOf(user).value(); }

  // Expects that it is taken.
  registers::Applied Do(const std::string& user, registers::RecordCommand command);
  Result<registers::Applied> Try(const std::string& user, registers::RecordCommand command);
  RecordId Create(const std::string& user, const std::string& pack, JsonObject set);
  static registers::RecordCommand On(const registers::Record& record, rules::Act act);
  void Move(const std::string& user,
            JurisdictionId jurisdiction,
            const RecordId& record,
            const std::string& transition,
            JsonObject set = {});
  registers::Record Load(JurisdictionId jurisdiction, const RecordId& record);
  // The records of a pack in one journal.
  std::vector<registers::Record> All(const std::string& pack, JurisdictionId jurisdiction);
  // A task of the county, draft.
  RecordId CountyTask(const std::string& number, UnitId lead, JsonArray assist);

  std::int64_t Follow();  // app::RunFollowers, expecting that it succeeds
  void DropCursors();
  void ExpectVerified();
  std::int64_t Events();  // in all journals but the root's
  // The steps of a record that happened, in their order: "clock/step on day".
  static std::vector<std::string> StepsOf(const registers::Record& record);
  // The numerator of an indicator for a unit as a whole, today.
  std::string Count(const std::string& indicator, UnitId unit, figure::Axis axis);

 private:
  std::unique_ptr<testing::Deployment> made_;
  int commands_ = 0;
};

std::string TextOf(const registers::Record& record, const std::string& field);
// The `done` of every progress row.
std::vector<std::string> ProgressOf(const registers::Record& record);

}  // namespace luoshi
