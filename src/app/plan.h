// `luoshi plan`: a paper read without storing anything.
#pragma once

#include <string>

#include "directive/reader.h"
#include "root/directory.h"

namespace luoshi::app {

struct Plan {
  std::string text;  // as extracted; spans count its characters
  directive::Reading reading;
  Json json;  // docs/formats/directive.md
};
// `directory` may be null: then no unit is known by name.
Result<Plan> ReadPlan(const std::string& bytes,
                      std::optional<Date> date,
                      const root::Directory* directory);

}  // namespace luoshi::app
