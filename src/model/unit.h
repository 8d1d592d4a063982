// Units: the tree of regions and offices.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "model/ids.h"

namespace luoshi {

enum class UnitLevel {
  kNation,
  kProvince,
  kCity,
  kCounty,
  kTown,
  kVillage,
  kGroup,  // 村民小组
  kGrid,
  kOffice,  // 党政办, 农业农村办…: beside the regions, below the unit it belongs to
};

std::string_view LevelName(UnitLevel level);   // "village"
std::string_view LevelTitle(UnitLevel level);  // "村"
std::optional<UnitLevel> ParseLevel(std::string_view name);

struct Unit {
  UnitId id{};
  std::string code;  // national code; unique among units of one validity; "" for an office without
  std::string name;
  UnitLevel level = UnitLevel::kVillage;
  UnitId parent = kNoUnit;
  std::vector<std::string> aliases;  // 简称, 曾用名, codes of other systems
  std::string peer_class;            // units are ranked inside one class only
  Date from;                         // first day of validity
  std::optional<Date> until;         // last day; absent while valid
  std::vector<UnitId> successors;    // what it became on the day after `until`
};

}  // namespace luoshi
