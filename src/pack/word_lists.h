// The words by which CheckRefusals knows what a field, state or indicator is about: data. A list
// errs on the side of asking: the message says what to do instead.
#pragma once

#include <span>
#include <string_view>

namespace luoshi::pack {

enum class WordList {
  kLocation,     // where somebody is or was, hour by hour
  kPoints,       // check-in, points, login, time online
  kGrade,        // a score or an order
  kEntitlement,  // grades that give a right: these are no grading of people
  kStaff,        // a named member of staff
  kStaffRanking,
  kBlackList,
  kHouseholdBlackList,
  kPetitioners,
  kOpinion,      // watching public opinion
  kPrivateLife,  // family trees, vehicles, flats, bank flows
  kPenalty,
  kUnwilling,  // a value that says somebody does not want to
};

// Chinese words are looked for anywhere in a title or alias, English ones as whole words of a name.
std::span<const std::string_view> Words(WordList list);

// True when `title` (any language) or `name` (snake_case) contains one of the words.
bool HasWord(WordList list, std::string_view text);

}  // namespace luoshi::pack
