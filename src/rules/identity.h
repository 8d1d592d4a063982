// Numbers that name people and firms, and what is shown of them.
#pragma once

#include <string>
#include <string_view>

#include "rules/definition.h"

namespace luoshi::rules {

bool IsCitizenId(std::string_view text);   // 18 characters, date and check digit right
bool IsCreditCode(std::string_view text);  // 18 characters, check character right

// The one form in which a phone number is kept: 13812345678, 0717-1234567. Spaces are the caller's
// to take out. "" when it is none.
std::string PhoneNumber(std::string_view text);

// 张*, 4201**********1234, 138****5678: what is shown of a personal value without a reason given.
// Of other types, and of ids and numbers that are none, nothing; the length of a name does not
// show.
std::string Mask(const Field& field, std::string_view text);

}  // namespace luoshi::rules
