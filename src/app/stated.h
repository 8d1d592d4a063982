// Figures that papers state (引用数据): records of the built-in pack `stated`, each with its
// source. They stand beside what is computed, marked as such, and are never added to it
// (docs/adr/0011).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "root/directory.h"
#include "storage/store.h"

namespace luoshi::app {

class StatedFigures {
 public:
  // Reads every record of the pack. Cost: these records, which people enter one by one.
  static Result<StatedFigures> Read(storage::Tx& tx, const root::Directory& directory);

  // The last one of `period` for this very unit that was stated as of `day` or up to a month
  // before; of two on one day the later entered. nullopt: no paper says anything.
  std::optional<figure::Stated> Find(const rules::Pack& pack,
                                     const rules::Indicator& indicator,
                                     UnitId unit,
                                     const std::string& period,
                                     Date day) const;

 private:
  // "pack.indicator|period|unit" → by day, then as entered
  std::map<std::string, std::vector<figure::Stated>> stated_;
};

}  // namespace luoshi::app
