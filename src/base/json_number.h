// Decimals in JSON answers: the digits they have, `83.0` and never 8.3E1 or a double. Their own
// header, because few need it and json.h is everywhere.
#pragma once

#include <optional>

#include "base/decimal.h"
#include "base/json.h"

namespace luoshi {

// Written by WriteJson, CanonicalJson and PrettyJson as a number with exactly the decimal's digits.
// Inside the program it is a string no text can be (its first byte is 0xFF), so it is for what we
// write only; it cannot get into an event.
Json ExactNumber(const Decimal& value);
Json ExactNumber(const std::optional<Decimal>& value);  // null when absent

// A number as ExactNumber or ParseJson gives it. Exact up to 15 digits, which is what ParseJson
// keeps of a fraction; kInvalid decimal.invalid for more and for what is no number.
Result<Decimal> DecimalOf(const Json& value);

}  // namespace luoshi
