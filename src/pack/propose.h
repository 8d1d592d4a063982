// A first pack from a sheet somebody already keeps: `luoshi pack from-sheet`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace luoshi::pack {

using SheetRows = std::vector<std::vector<std::string>>;

inline constexpr std::size_t kMaxSheetRows = 20000;

// The text of a pack.yaml that ReadPack and CheckPack accept: title lines above the header are
// skipped, each column becomes a typed field with its heading as alias, 应…/已… pairs become
// measures and an indicator. It is a proposal: types are guessed from the rows given. `name` is the
// pack's (a-z, 0-9, _), `title` its Chinese title. kInvalid pack.name, sheet.no_header,
// sheet.no_rows, sheet.too_large, or sheet.refused with the heading of a column that Luoshi does
// not take (design §8).
Result<std::string> ProposePack(const SheetRows& rows,
                                std::string_view name,
                                std::string_view title);

}  // namespace luoshi::pack
