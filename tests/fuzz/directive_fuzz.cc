// Reads any bytes as the text of a meeting. Held: no crash, no endless run; a span lies inside the
// text and holds what is said to stand there; titles are short; reasons are of the closed list.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "base/messages.h"
#include "base/text.h"
#include "directive/reader.h"
#include "directive/reasons.h"

namespace {

using luoshi::directive::Context;
using luoshi::directive::Lexicon;
using luoshi::directive::LexiconFile;
using luoshi::directive::Reading;
using luoshi::directive::Span;

void Require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

const Lexicon& Words() {
  static const Lexicon words = [] {
    std::vector<LexiconFile> files;
    for (const char* name : {"declined", "doers", "instructions", "lines", "measures", "tone"}) {
      std::ifstream file(std::string(LUOSHI_SOURCE_DIR) + "/lexicons/" + name + ".txt");
      std::stringstream content;
      content << file.rdbuf();
      files.push_back(LexiconFile{name, content.str()});
    }
    luoshi::Result<Lexicon> lexicon = Lexicon::Parse(files);
    Require(lexicon.ok());
    return std::move(lexicon).value();
  }();
  return words;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // The bytes may also be a lexicon: it is refused with a known sentence or taken.
  const luoshi::Result<Lexicon> lexicon =
      Lexicon::Parse(std::array{LexiconFile{"fuzz", std::string(text)}});
  Require(lexicon.ok() || luoshi::FindMessage(lexicon.error().key) != nullptr);

  Context context;
  context.lexicon = &Words();
  context.units = {{"石门村", {"石门", "3村"}, "village", ""},
                   {"党政办公室", {"党政办"}, "office", ""}};
  if (size % 2 == 0) {
    context.date = luoshi::Date{20'000};
  }
  const luoshi::Result<Reading> reading = luoshi::directive::Read(text, context);
  if (!reading.ok()) {
    Require(luoshi::FindMessage(reading.error().key) != nullptr);
    return 0;
  }
  const std::u32string points = luoshi::ToCodePoints(text);
  const auto holds = [&points](Span span, const std::string& part) {
    Require(span.begin <= span.end && span.end <= points.size());
    Require(luoshi::FromCodePoints(points.substr(span.begin, span.end - span.begin)) == part);
  };
  for (const auto& task : reading->tasks) {
    holds(task.span, task.text);
    Require(!task.title.empty() && luoshi::CodePointCount(task.title) <= 24);
    Require(task.confidence >= 0 && task.confidence <= 100);
  }
  for (const auto& fact : reading->facts) {
    holds(fact.span, fact.text);
  }
  for (const auto& declined : reading->declined) {
    holds(declined.span, declined.text);
    Require(luoshi::directive::FindReason(declined.reason) != nullptr);
  }
  luoshi::WriteJson(luoshi::directive::ReadingToJson(*reading));
  return 0;
}
