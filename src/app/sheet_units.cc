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
  if (!units.match) {
    return kNoUnit;
  }
  std::vector<std::string> texts = {sheet_name};
  texts.insert(texts.end(), reading.titles().begin(), reading.titles().end());
  for (const std::string& text : texts) {
    const std::vector<UnitId> found = units.match(Bare(text));
    if (found.size() == 1) {
      return found.front();
    }
  }
  // 北山村2025年花名册: a title that begins with a name
  for (const std::string& text : texts) {
    const std::string key = MatchKey(text);
    for (const std::string_view end : {"村", "社区", "镇", "乡"}) {
      const std::size_t at = key.find(end);
      if (at != std::string::npos && at > 0) {
        const std::vector<UnitId> found = units.match(key.substr(0, at + end.size()));
        if (found.size() == 1) {
          return found.front();
        }
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
    const std::vector<UnitId> found = units.match(Bare(row.section));
    if (found.size() == 1) {
      values.fields[region.name] = found.front();
      return;
    }
  }
  if (of_sheet != kNoUnit && column == mapped.end()) {
    values.fields[region.name] = of_sheet;
  }
}

}  // namespace luoshi::app
