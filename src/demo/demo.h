// The example county, made through the same use cases that the server has: read a meeting text,
// give out tasks, import registers, eight weeks of field work, figures, a bulletin.
//
// All of it is invented and says so (演示数据). Everything a reader can count follows from the
// seed: out/figures.json and the cells of out/tasks.xlsx are equal on every run; keys, salts and
// hashes are random.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "app/app.h"

namespace luoshi::demo {

enum class Size {
  kSmall,  // some 200 persons: for tests
  kFull,   // about 37,000 persons in 11,000 households in the first town
};

struct DemoOptions {
  std::string data;  // folder of the deployment
  std::string out;   // folder of the five results
  std::uint64_t seed = 990'101;
  Size size = Size::kFull;
  std::string fonts;                               // folder of open fonts; "" for the system's only
  std::function<void(std::string_view)> progress;  // a line of text for people; may be empty
};

// Returns at once when the example is there as this program would make it. An unfinished or older
// one is removed and made anew. kInvalid demo.not_example when `data` holds anything that is not an
// example: real data is never touched. kInternal demo.unexpected when a step of the example is
// answered otherwise than it should be.
Status RunDemo(const DemoOptions& options, const app::StoreOpener& opener, Random& random);

}  // namespace luoshi::demo
