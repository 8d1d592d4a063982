// The county 990101 演示县: its tree, its people in office and what they may do. Units, users,
// posts and grants go into the root journal like anybody's.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/app.h"
#include "demo/demo.h"

namespace luoshi::demo {

// The day from which the county is what it is.
inline constexpr std::string_view kFoundedOn = "2020-01-01";

struct Village {
  std::string code;
  std::string name;   // 石桥村
  std::string alias;  // as its own sheets write it
  UnitId unit = kNoUnit;
  int households = 0;
  std::string secretary;  // user
  std::string secretary_name;
  std::string grid_worker;  // user
};

struct Town {
  std::string code;
  std::string name;
  UnitId unit = kNoUnit;
  std::vector<Village> villages;
  std::map<std::string, UnitId> offices;  // by name
  // Users. In the two smaller towns one officer keeps all lines of work.
  std::string clerk;
  std::string supervisor;
  std::string deputy;
  std::map<std::string, std::string> officers;  // by pack
  std::map<std::string, std::string> deputies;  // by pack

  const std::string& OfficerFor(const std::string& pack) const;
  const std::string& DeputyFor(const std::string& pack) const;
};

struct County {
  UnitId unit = kNoUnit;
  UnitId office = kNoUnit;  // 县政府办公室
  std::string clerk;
  std::vector<Town> towns;  // the first is told in full
};

// A root command of the example; its id follows from `name`.
root::RootCommand NewRootCommand(app::App& app,
                                 const access::Scope& scope,
                                 std::string_view name,
                                 std::string kind,
                                 JsonObject body);

// Adds packs, calendars, units, jurisdictions, users, posts and grants.
Result<County> MakeCounty(app::App& app, Size size, SeededRandom& random);

// On its first day two villages of the first town become one: the new unit, its code and grids, its
// secretary. Returns the new village; names and aliases of the old ones go on meaning it.
Result<Village> MergeVillages(app::App& app, const Town& town, Date from);

}  // namespace luoshi::demo
