#include "app/sheet_units.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"

namespace luoshi::app {
namespace {

// 一、北山村（12户） → 北山村
std::string Bare(std::string_view text) {
  std::string key = MatchKey(text);
  key = key.substr(0, key.find('('));
  const std::size_t mark = key.find("、");
  constexpr std::size_t kLongestNumber = 9;  // 二十一
  if (mark != std::string::npos && mark <= kLongestNumber &&
      ParseChineseInteger(key.substr(0, mark)).has_value()) {
    key = key.substr(mark + std::string_view("、").size());
  }
  for (const std::string_view label :
       {"填报单位:", "填报村:", "报送单位:", "单位名称:", "单位:", "村名:", "村:", "乡镇:"}) {
    if (key.starts_with(label)) {
      key = key.substr(label.size());
    }
  }
  return key;
}

// The one unit that a line names: as a whole, or as what it begins with (北山村2025年花名册).
UnitId UnitIn(std::string_view text, const sheet::Units& units, bool whole) {
  if (!units.match) {
    return kNoUnit;
  }
  std::string name = Bare(text);
  if (!whole) {
    // 清河镇北山村2025年花名册: the village where one is named, never the town instead of it
    const std::size_t village = std::min(name.find("村"), name.find("社区"));
    for (const std::string_view end : {"县", "镇", "乡"}) {
      const std::size_t at = name.find(end);
      if (at == std::string::npos) {
        continue;
      }
      if (village != std::string::npos && at < village) {
        name = name.substr(at + end.size());
        return UnitIn(name, units, false);
      }
      if (village == std::string::npos && end != "县") {
        name = name.substr(0, at + end.size());
        break;
      }
    }
    for (const std::string_view end : {"村", "社区"}) {
      if (const std::size_t at = name.find(end); at != std::string::npos) {
        name = name.substr(0, at + end.size());
        break;
      }
    }
  }
  const std::vector<UnitId> found = units.match(name);
  return found.size() == 1 ? found.front() : kNoUnit;
}

}  // namespace

sheet::Units UnitsOf(const root::Directory* directory, Date day, UnitId within) {
  sheet::Units units;
  if (directory == nullptr) {
    return units;
  }
  const auto known = std::make_shared<std::unordered_map<std::string, std::vector<UnitId>>>();
  units.match = [directory, day, within, known](std::string_view text) {
    const std::string key(text);
    const auto found = known->find(key);
    if (found != known->end()) {
      return found->second;
    }
    std::vector<UnitId> matched = directory->MatchUnits(text, day, within);
    if (matched.empty() && within != kNoUnit) {
      matched = directory->MatchUnits(text, day);
    }
    constexpr std::size_t kMostKept = 10'000;
    if (known->size() < kMostKept) {
      known->emplace(key, matched);
    }
    return matched;
  };
  units.code = [directory](UnitId id) {
    const Unit* unit = directory->FindUnit(id);
    return unit == nullptr ? std::string() : unit->code;
  };
  return units;
}

UnitId SheetUnit(const sheet::Reading& reading,
                 const std::string& sheet_name,
                 const sheet::Units& units) {
  std::vector<std::string> texts = {sheet_name};
  texts.insert(texts.end(), reading.titles().begin(), reading.titles().end());
  for (const bool whole : {true, false}) {
    for (const std::string& text : texts) {
      if (const UnitId unit = UnitIn(text, units, whole); unit != kNoUnit) {
        return unit;
      }
    }
  }
  return kNoUnit;
}

void PlaceRow(const sheet::Row& row,
              const std::vector<sheet::MappedColumn>& mapped,
              const rules::Field& region,
              UnitId of_sheet,
              const sheet::Units& units,
              sheet::RowValues& values) {
  const auto column =
      std::find_if(mapped.begin(), mapped.end(),
                   [&](const sheet::MappedColumn& one) { return one.field == &region; });
  const bool has_cell = column != mapped.end() && row.line.At(column->column) != nullptr;
  if (has_cell || values.fields.count(region.name) > 0 || !units.match) {
    return;
  }
  if (!row.section.empty()) {
    UnitId unit = UnitIn(row.section, units, true);
    unit = unit == kNoUnit ? UnitIn(row.section, units, false) : unit;
    if (unit != kNoUnit) {
      values.fields[region.name] = unit;
      return;
    }
    if (Contains(row.section, "村") || Contains(row.section, "社区")) {
      return;  // it names a unit that is not known: the sheet's own would be a wrong one
    }
  }
  if (of_sheet != kNoUnit && column == mapped.end()) {
    values.fields[region.name] = of_sheet;
  }
}

}  // namespace luoshi::app
