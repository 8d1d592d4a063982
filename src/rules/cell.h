// Cells of sheets, as people write them.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/value.h"
#include "rules/definition.h"

namespace luoshi::rules {

// Reads one cell as a value of the field: full-width digits, 2026.9.1, 20260901, Excel serial days
// (45963), 9月1日 with `year` (0: none is known), 1,234.50元, 3万, √/是/有, enum titles and
// aliases, ids ruined by Excel (field.ruined_number). A lone dash or slash is an empty cell, except
// in text and yes/no columns. 万 and 亿 multiply, measured against the field's own unit: 3万 and
// 30000元 are both 3 where that is 万元; another unit is field.unit_mismatch. Units and references
// are resolved by the caller: they come back as text. Groups and attachments do not come in a cell:
// field.not_in_cell. kInvalid field.*, pointer "/fields/<name>".
Result<Value> ParseCell(const Field& field, std::string_view text, int year);

}  // namespace luoshi::rules
