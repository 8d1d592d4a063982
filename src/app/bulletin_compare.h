// The final .docx that comes back from the leader's desk, held against what was computed.
#pragma once

#include <string>
#include <vector>

#include "app/app.h"

namespace luoshi::app {

// A number that is not what the frozen paper says.
struct NumberChange {
  std::string line;      // of the returned paper; of the printed one when it is gone
  std::string printed;   // "" when it was added
  std::string returned;  // "" when it is gone
};

// Every number of the returned paper that differs from the draft's, in the order of the text.
// Changed wording around unchanged numbers is no difference. kNotFound bulletin.unknown; kInvalid
// document.* for what is no paper.
Result<std::vector<NumberChange>> CompareReturned(App& app,
                                                  const access::Scope& scope,
                                                  const std::string& number,
                                                  const std::string& docx);

// The rule itself: both texts line by line.
std::vector<NumberChange> CompareNumbers(const std::string& printed, const std::string& returned);

}  // namespace luoshi::app
