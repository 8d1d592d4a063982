#include "model/unit.h"

#include <array>
#include <utility>

namespace luoshi {
namespace {

struct LevelRow {
  UnitLevel level;
  std::string_view name;
  std::string_view title;
};

constexpr std::array<LevelRow, 9> kLevels = {{{UnitLevel::kNation, "nation", "国家"},
                                              {UnitLevel::kProvince, "province", "省"},
                                              {UnitLevel::kCity, "city", "市"},
                                              {UnitLevel::kCounty, "county", "县"},
                                              {UnitLevel::kTown, "town", "乡镇"},
                                              {UnitLevel::kVillage, "village", "村"},
                                              {UnitLevel::kGroup, "group", "组"},
                                              {UnitLevel::kGrid, "grid", "网格"},
                                              {UnitLevel::kOffice, "office", "部门"}}};

}  // namespace

std::string_view LevelName(UnitLevel level) {
  return kLevels[static_cast<std::size_t>(level)].name;
}

std::string_view LevelTitle(UnitLevel level) {
  return kLevels[static_cast<std::size_t>(level)].title;
}

std::optional<UnitLevel> ParseLevel(std::string_view name) {
  for (const LevelRow& row : kLevels) {
    if (row.name == name) {
      return row.level;
    }
  }
  return std::nullopt;
}

}  // namespace luoshi
