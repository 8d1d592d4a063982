// A county made up for one test, and a line of work small enough to reckon by hand.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/figures_json.h"
#include "tests/support/deployment.h"

namespace luoshi::testing {

inline Date Day(std::string_view text) { return *Date::Parse(text); }

// 演示县 › 东镇 › 一村 … 四村, and 西镇 › 五村. It is 2026-03-02 and nothing is registered. The
// pack `work` has households that do their part, do not, or decline: see county.cc.
class County : public ::testing::Test {
 protected:
  void SetUp() override;

  app::App& app() { return place_->app(); }
  testing::Deployment& place() { return *place_; }
  void Today(std::string_view day);
  void Root(std::string_view kind, JsonObject body);
  UnitId Add(std::string_view name,
             UnitLevel level,
             UnitId parent,
             std::string_view from,
             JsonObject more = {});

  // A household, registered today: `status` is todo, done or declined.
  void Register(const std::string& number, UnitId village, JsonObject more = {});
  // `count` of them, numbered after the village and `status`.
  void RegisterMany(int count, UnitId village, std::string_view status, JsonObject more = {});
  // What happened on `day` (today, or earlier and entered late).
  void Change(const std::string& number, JsonObject set, std::string_view day);

  access::Scope ScopeOf(std::string_view user);
  figure::Query Ask(std::string_view indicator, UnitId unit, std::string_view as_of);
  std::vector<figure::Figure> Figures(const figure::Query& query, const access::Scope& scope);
  std::vector<figure::Figure> Figures(const figure::Query& query) {
    return Figures(query, place_->System());
  }
  // The one row of a unit as a whole.
  figure::Figure Whole(std::string_view indicator, UnitId unit, std::string_view as_of);
  JsonArray Rows(const figure::Query& query);

  UnitId county_{1};
  UnitId east_{2};
  UnitId west_{3};
  std::vector<UnitId> villages_;  // 一村 … 五村

 private:
  std::unique_ptr<testing::Deployment> place_;
  std::map<std::string, JurisdictionId> jurisdictions_;  // by number of the record
  std::map<std::pair<UnitId, std::string>, int> registered_;
};

}  // namespace luoshi::testing
