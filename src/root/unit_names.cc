#include "root/unit_names.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace luoshi::root {
namespace {

constexpr std::array<std::string_view, 6> kVillageEndings = {"村民委员会", "居民委员会", "村委会",
                                                             "居委会",     "社区",       "村"};
constexpr std::array<std::string_view, 5> kTownEndings = {"人民政府", "街道办事处", "街道", "镇",
                                                          "乡"};
constexpr std::array<std::string_view, 4> kVillageForms = {"", "村", "村委会", "村民委员会"};

// `key` without its ending; `key` itself when it has none, or too little would be left.
template <std::size_t kCount>
std::string_view WithoutEnding(std::string_view key,
                               const std::array<std::string_view, kCount>& endings) {
  for (const std::string_view ending : endings) {
    if (key.size() > ending.size() + 3 && key.ends_with(ending)) {
      return key.substr(0, key.size() - ending.size());
    }
  }
  return key;
}

std::string_view WithoutEnding(std::string_view key, UnitLevel level) {
  return level == UnitLevel::kVillage ? WithoutEnding(key, kVillageEndings)
         : level == UnitLevel::kTown  ? WithoutEnding(key, kTownEndings)
                                      : key;
}

// What is left of 多福巷社区居委会 when nothing more can be taken away: 多福巷.
std::string_view Stem(std::string_view key, UnitLevel level) {
  while (true) {
    const std::string_view rest = WithoutEnding(key, level);
    if (rest.size() == key.size()) {
      return key;
    }
    key = rest;
  }
}

bool IsWrittenAs(std::string_view name, UnitLevel level, std::string_view key) {
  const std::string full = MatchKey(name);
  if (key == full) {
    return true;
  }
  const std::string_view rest = WithoutEnding(full, level);
  if (rest.size() == full.size()) {
    return false;
  }
  if (level != UnitLevel::kVillage) {
    return key == rest;
  }
  const bool form =
      key.starts_with(rest) && std::find(kVillageForms.begin(), kVillageForms.end(),
                                         key.substr(rest.size())) != kVillageForms.end();
  return form || key == Stem(rest, level);
}

std::uint32_t HashOf(std::string_view key) {
  return static_cast<std::uint32_t>(std::hash<std::string_view>()(key));
}

}  // namespace

bool AnswersTo(const Unit& unit, std::string_view key) {
  return (!unit.code.empty() && key == unit.code) || IsWrittenAs(unit.name, unit.level, key) ||
         std::any_of(unit.aliases.begin(), unit.aliases.end(),
                     [&](const std::string& alias) { return IsWrittenAs(alias, unit.level, key); });
}

void NameIndex::Add(const std::vector<const Unit*>& units) {
  Run added;
  added.reserve(units.size() * 2);
  for (const Unit* unit : units) {
    const auto number = static_cast<std::uint32_t>(NumberOf(unit->id));
    if (!unit->code.empty()) {
      added.push_back({HashOf(unit->code), number});
    }
    added.push_back({HashOf(Stem(MatchKey(unit->name), unit->level)), number});
    for (const std::string& alias : unit->aliases) {
      added.push_back({HashOf(Stem(MatchKey(alias), unit->level)), number});
    }
  }
  std::sort(added.begin(), added.end());
  added.erase(std::unique(added.begin(), added.end()), added.end());
  while (!runs_.empty() && runs_.back()->size() <= added.size() * 2) {
    Run merged;
    merged.reserve(runs_.back()->size() + added.size());
    std::set_union(runs_.back()->begin(), runs_.back()->end(), added.begin(), added.end(),
                   std::back_inserter(merged));
    added = std::move(merged);
    runs_.pop_back();
  }
  added.shrink_to_fit();
  runs_.push_back(std::make_shared<const Run>(std::move(added)));
}

void NameIndex::Find(std::string_view key, const std::function<void(UnitId)>& on_unit) const {
  // The text does not say of which level its unit is; most texts have no ending at all.
  std::array<std::uint32_t, 3> hashes = {HashOf(key), HashOf(Stem(key, UnitLevel::kVillage)),
                                         HashOf(Stem(key, UnitLevel::kTown))};
  std::sort(hashes.begin(), hashes.end());
  const auto last = std::unique(hashes.begin(), hashes.end());
  for (const std::shared_ptr<const Run>& run : runs_) {
    for (auto hash = hashes.begin(); hash != last; ++hash) {
      for (auto at = std::lower_bound(run->begin(), run->end(), Entry{*hash, 0});
           at != run->end() && at->hash == *hash; ++at) {
        on_unit(UnitId{at->unit});
      }
    }
  }
}

}  // namespace luoshi::root
