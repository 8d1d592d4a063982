// Targets that tasks set: a task with a target binds to an indicator (invariant 7), and its target
// and deadline then stand beside the figures of its region.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "root/directory.h"
#include "storage/store.h"

namespace luoshi::app {

class BoundTargets {
 public:
  // Reads the tasks that are given out and not dropped. Cost: the open and closed tasks, not
  // records.
  static Result<BoundTargets> Read(storage::Tx& tx, const root::Directory& directory);

  // The target of the task for this very unit; a rate's target holds for every unit below too, an
  // amount's does not. nullopt: no task says anything.
  std::optional<figure::Target> Find(const root::Directory& directory,
                                     const rules::Pack& pack,
                                     const rules::Indicator& indicator,
                                     UnitId unit,
                                     const std::string& period,
                                     Date day) const;

 private:
  struct Bound {
    UnitId region = kNoUnit;
    Decimal value;
    std::optional<Date> given_on;
    std::optional<Date> due;
  };
  // "pack.indicator|period" → tasks, the latest given last
  std::map<std::string, std::vector<Bound>> bound_;
};

}  // namespace luoshi::app
