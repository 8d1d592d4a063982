// Forms: reading, writing and checking the fields of a record by their definition.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "rules/definition.h"
#include "rules/identity.h"  // Mask belongs to showing

namespace luoshi::rules {

// JSON of commands and events → value, strictly: dates 2026-09-01, decimals as strings "12.50" (or
// JSON integers), enum keys, unit ids as integers, references as uuid strings, points as
// {"longitude","latitude"}, groups as arrays of at most kMaxGroupRows objects, null as empty. Blank
// text, an empty list and a group without rows are empty too: one way to be not filled in. Decimals
// take the field's scale, exactly (else field.scale). kInvalid field.*, pointer "/fields/<name>" or
// "/fields/<group>/<row>/<member>".
inline constexpr std::size_t kMaxGroupRows = 1000;
Result<Value> ReadValue(const Field& field, const Json& json);
Json WriteValue(const Value& value);  // the same form back

// A whole object of fields; unknown names are field.unknown. All errors at once in Error::others. A
// null member comes back as an empty value under its name: it clears the field.
Result<Fields> ReadFields(const std::vector<Field>& definitions, const JsonObject& object);
JsonObject WriteFields(const Fields& fields);

// How a value is shown to people: enum titles, 是/否, dates as 2026-09-01, groups as their count.
// Units and references go through `name`, which may be empty.
using NameOf = std::function<std::string(const Value&)>;
std::string ShowValue(const Field& field, const Value& value, const NameOf& name);

// In which order derived fields are computed: indexes of `definitions`. kInvalid
// field.derived_cycle when one depends on itself; reading a pack refuses that.
Result<std::vector<std::size_t>> DerivedOrder(const std::vector<Field>& definitions);

// Fills derived fields, whatever stood in them, then checks required, visible, constraint, ranges
// and pack checks; a hidden derived field is emptied. `state` is the lifecycle state the record
// will have. What is unknown is not held against a record: only a constraint or check that is false
// fails. REQUIRES: the personal fields that derived ones read are opened. All errors at once, with
// pointers as above, "/checks/<name>" for pack checks.
Status CheckForm(const Pack& pack, Fields& fields, std::string_view state);

// The slots an expression of this pack is evaluated on.
std::vector<Value> Slots(const Pack& pack, const Fields& fields, std::string_view state);

}  // namespace luoshi::rules
