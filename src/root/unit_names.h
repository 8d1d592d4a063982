// Which units a text may mean: how names of units are written short, and an index of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/unit.h"

namespace luoshi::root {

// Whether `key` (a MatchKey) is the name, an alias, the code or a short form of one of these.
// 北山村民委员会, 北山村委会, 北山村 and 北山 are one village to whoever writes a sheet.
bool AnswersTo(const Unit& unit, std::string_view key);

// From texts to the units that may answer to them: 8 bytes a name. Copies share what they hold.
class NameIndex {
 public:
  // A unit may be added again when it has got new names; nothing is ever taken out, so whoever
  // asks looks whether the unit still answers.
  void Add(const std::vector<const Unit*>& units);
  // Calls with every unit that may answer to `key`, perhaps more than once, and with others.
  void Find(std::string_view key, const std::function<void(UnitId)>& on_unit) const;

 private:
  struct Entry {
    std::uint32_t hash;
    std::uint32_t unit;
    auto operator<=>(const Entry&) const = default;
  };
  using Run = std::vector<Entry>;

  // Sorted, each more than twice as long as the next: adding is cheap, and few are searched.
  std::vector<std::shared_ptr<const Run>> runs_;
};

}  // namespace luoshi::root
