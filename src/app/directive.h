// From a paper to tasks: read, propose, keep as drafts, give out (分解 → 交办).
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "directive/reader.h"

namespace luoshi::app {

// What the reader needs to know of the place: units of the directory with their aliases.
directive::Context ContextOf(const root::Directory& directory,
                             const directive::Lexicon& lexicon,
                             std::optional<Date> date);

struct RegisterOptions {
  std::string number;           // 文号 or a number of our own; "" = made from the content
  std::string kind = "speech";  // an enum key of pack `directive`
  UnitId unit = kNoUnit;        // who received it; tasks lie in its region unless they name another
  std::optional<Date> date;
  std::string media_type;  // of `bytes`
};

struct RegisteredDirective {
  RecordId record;
  std::string number;
  directive::Reading reading;
  std::vector<RecordId> tasks;  // drafts, in the order of the reading
};

// Keeps the paper as an attachment, records the directive, and makes a draft task of every proposal
// with its sentence and span. The same paper registered again gives the same records. kForbidden
// document.secret: nothing of it is kept.
Result<RegisteredDirective> RegisterDirective(App& app,
                                              const access::Scope& scope,
                                              const std::string& bytes,
                                              const directive::Lexicon& lexicon,
                                              const RegisterOptions& options);

struct DeployReport {
  std::vector<RecordId> given;  // now 交办
  // Drafts that cannot be given out yet, with what they lack.
  std::vector<std::pair<RecordId, Error>> incomplete;
};
// Gives out every draft of the directive that is complete (五定).
Result<DeployReport> Deploy(App& app, const access::Scope& scope, const std::string& number);

}  // namespace luoshi::app
