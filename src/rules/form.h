// Forms: reading, writing and checking the fields of a record by their definition.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "rules/definition.h"

namespace luoshi::rules {

// JSON of commands and events → value, strictly: dates 2026-09-01, decimals as strings "12.50" (or
// JSON integers), enum keys, unit ids as integers, references as uuid strings, points as
// {"longitude","latitude"}, groups as arrays of objects, null as empty. kInvalid field.*, with the
// field's pointer.
Result<Value> ReadValue(const Field& field, const Json& json);
Json WriteValue(const Value& value);  // the same form back

// A whole object of fields; unknown names are field.unknown. All errors at once in Error::others.
Result<Fields> ReadFields(const std::vector<Field>& definitions, const JsonObject& object);
JsonObject WriteFields(const Fields& fields);

// A cell of a sheet, as people write it: full-width digits, 2026.9.1, 20260901, Excel serial days
// (45963), 9月1日 with `year`, 1,234.50元, 3万, √/是/有, enum titles and aliases, ids ruined by
// Excel (field.ruined_number). Units and references are resolved by the caller: they come back as
// text.
Result<Value> ParseCell(const Field& field, std::string_view text, int year);

// How a value is shown to people: enum titles, 是/否, dates as 2026-09-01, groups as their count.
// Units and references go through `name`, which may be empty.
using NameOf = std::function<std::string(const Value&)>;
std::string ShowValue(const Field& field, const Value& value, const NameOf& name);
// 张*, 4201**********1234, 138****5678: what is shown of a personal value without a reason given.
std::string Mask(const Field& field, std::string_view text);

// Fills derived fields, then checks required, visible, constraint, ranges and pack checks. `state`
// is the lifecycle state the record will have. All errors at once.
Status CheckForm(const Pack& pack, Fields& fields, std::string_view state);

// The slots an expression of this pack is evaluated on.
std::vector<Value> Slots(const Pack& pack, const Fields& fields, std::string_view state);

bool IsCitizenId(std::string_view text);   // 18 characters, date and check digit right
bool IsCreditCode(std::string_view text);  // 18 characters, check character right

}  // namespace luoshi::rules
