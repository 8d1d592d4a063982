// Figures over a tree of the nation's size and shape (31 / 342 / 2,978 / 41,352 / 620,573 units):
// what a question for any unit × 100 indicators costs today, with the sums in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"

namespace luoshi::bench {

struct NationOptions {
  std::string folder;                  // empty or not there yet; the store is made in it
  std::int64_t cells_per_village = 4;  // of the 100 measures, each village has so many
  std::int64_t questions = 500;        // of each kind at each level
  std::function<void(std::string_view)> progress;
};

// Microseconds. Times are floating point: they are no data.
struct NationLevel {
  UnitLevel level{};
  double p50 = 0;  // the unit as a whole × 100 indicators
  double p99 = 0;
  double children_p50 = 0;  // the units below it × 100 indicators, one of them ranked
  double children_p99 = 0;
};

struct NationReport {
  std::int64_t units = 0;
  std::int64_t cells = 0;
  double import_s = 0;   // `luoshi units import`
  double open_s = 0;     // of the store with its tree
  double first_s = 0;    // the first question: reads every sum from storage
  double update_us = 0;  // taking in one cell that was committed
  std::size_t sums_bytes = 0;
  std::vector<NationLevel> levels;  // from the province down
};

Result<NationReport> MeasureNation(const NationOptions& options,
                                   const app::StoreOpener& opener,
                                   Random& random);

}  // namespace luoshi::bench
