// `luoshi bench`: measurements, each beside a yardstick taken in the same run on the same machine,
// so that the ratio means the same everywhere. Times and rates are floating point: they are no
// data.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "base/json.h"

namespace luoshi::bench {

struct Options {
  std::string program;            // this binary: some lines start it anew
  std::string data;               // the town is kept here for the next run; "" = made and removed
  std::int64_t records = 20'000;  // of the town
  std::vector<std::string> only;  // names, or how they begin; empty: all
  std::int64_t seconds = 3;       // each line that repeats something does it for so long
  std::function<void(std::string_view)> progress;
};

enum class Better { kMore, kLess };

struct Line {
  std::string name;  // "update_16"
  std::string what;
  std::string unit_of_measure;  // of value, yardstick and aim: "/s", "ms", "MB"
  Better better = Better::kMore;
  double value = 0;
  std::string yardstick;  // what it is
  double yardstick_value = 0;
  std::optional<double> aim;        // absolute, for two cores with the client on them
  std::optional<double> aim_ratio;  // of Ratio()
  std::optional<double> p50_ms;
  std::optional<double> p99_ms;

  // How it stands to its yardstick; more is better.
  double Ratio() const;
  bool Met() const;  // every aim it has
};
JsonObject LineToJson(const Line& line);

// kInvalid bench.unknown_line; kInternal bench.wrong_answer when the program answers otherwise than
// it must: a wrong answer has no speed.
Result<std::vector<Line>> Run(const Options& options,
                              const app::StoreOpener& opener,
                              Random& random);

}  // namespace luoshi::bench
