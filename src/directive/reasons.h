// The closed list of what Luoshi does not take on (本系统不承办), each with its basis and the
// lawful way to the same end. A lexicon can name a reason of this list; it cannot make a new one.
#pragma once

#include <span>
#include <string_view>

namespace luoshi::directive {

struct Reason {
  std::string_view key;       // "petitioner_tracking"
  std::string_view title_zh;  // what is declined, in a few words
  std::string_view title_en;
  std::string_view basis_zh;  // law, rule, or our own published policy when no law says so
  std::string_view basis_en;
  std::string_view way_zh;  // the lawful way to the same end, one sentence
  std::string_view way_en;
};

std::span<const Reason> Reasons();               // in the order of the published table
const Reason* FindReason(std::string_view key);  // nullptr if there is none

}  // namespace luoshi::directive
