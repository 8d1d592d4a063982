#include "app/plan.h"

#include "app/builtin.h"
#include "app/directive.h"
#include "document/text_extract.h"

namespace luoshi::app {

Result<Plan> ReadPlan(const std::string& bytes,
                      std::optional<Date> date,
                      const root::Directory* directory) {
  TRY_ASSIGN(document::ExtractedText extracted, document::ExtractText(bytes));
  directive::Context context;
  if (directory != nullptr) {
    context = ContextOf(*directory, BuiltinLexicon(), date);
  }
  context.lexicon = &BuiltinLexicon();
  context.date = date;
  Plan plan;
  TRY_ASSIGN(plan.reading, directive::Read(extracted.text, context));
  plan.json = directive::ReadingToJson(plan.reading);
  plan.text = std::move(extracted.text);
  return plan;
}

}  // namespace luoshi::app
