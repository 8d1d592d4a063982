// What JSON and cells have in common: the values a field may hold, and how it refuses others. Of
// this module only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"
#include "base/json.h"
#include "base/result.h"
#include "model/value.h"
#include "rules/definition.h"

namespace luoshi::rules {

// ---- ASCII digits
inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool AllDigits(std::string_view text);  // one at least

// ---- Errors: kInvalid, with the field's title among the parameters
std::string PointerOf(const Field& field);  // "/fields/<name>"
// Long input is cut at a character, so that the sentence stays text.
std::string Shortened(std::string_view text);
Error FieldError(const Field& field, std::string key, std::string pointer, Params params = {});
// With what was written, unless it is personal.
Error TextError(const Field& field, std::string key, std::string_view text);
Error EnumError(const Field& field, std::string_view text, std::string pointer);
// The first with all the others in it, flat; no error: Status().
Status Combined(std::vector<Error> errors);

// ---- Values
int ScaleOf(const Field& field);  // digits behind the point
// With the field's scale, exactly; nullopt when digits would be lost.
std::optional<Decimal> Fitted(const Field& field, const Decimal& number);
const EnumValue* FindKey(const Field& field, std::string_view key);  // nullptr: there is none
Value ListValue(TextList list);                                      // sorted, each key once
// Text of a field that has a form of its own. `text` is not blank. field.citizen_id and so on.
Result<Value> CodeValue(const Field& field, std::string_view text, const std::string& pointer);
// ReadValue (form.h) of what lies at `pointer`.
Result<Value> ReadAt(const Field& field, const Json& json, const std::string& pointer);

}  // namespace luoshi::rules
