// What a file says, without storing anything of it: `luoshi read`. docs/formats/read.md.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "root/directory.h"

namespace luoshi::app {

struct ReadOptions {
  const root::Directory* directory = nullptr;  // units and aliases; may be absent
  Date units_on;                               // the day on which names of units are looked up
  const rules::Pack* pack = nullptr;  // the register whose fields are wanted; may be absent
  std::optional<Date> date;           // completes 3月5日
};

// One piece of the answer after the other, as it becomes known: a large sheet is never held whole.
using Sink = std::function<void(std::string_view)>;

// Writes the JSON of docs/formats/read.md. A file that is refused is an answer too; an error is
// only what makes the answer incomplete: a file that breaks off after its first rows.
Status ReadToJson(std::string bytes, const ReadOptions& options, const Sink& sink);

}  // namespace luoshi::app
