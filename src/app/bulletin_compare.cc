#include "app/bulletin_compare.h"

#include <algorithm>
#include <cstdint>

#include "app/papers.h"
#include "base/text.h"
#include "document/text_extract.h"

namespace luoshi::app {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

struct Line {
  std::string text;
  std::string skeleton;  // numbers as #
  std::vector<std::string> numbers;
};

// 47,072 and ４７０７２ are 47072.
Line ReadLine(const std::string& text) {
  Line line;
  line.text = Trim(text);
  const std::string plain = Nfkc(line.text);
  for (std::size_t i = 0; i < plain.size();) {
    if (!IsDigit(plain[i])) {
      line.skeleton += plain[i++];
      continue;
    }
    std::string number = i > 0 && plain[i - 1] == '-' ? "-" : "";
    while (i < plain.size() && (IsDigit(plain[i]) || plain[i] == '.' || plain[i] == ',')) {
      if (plain[i] != ',') {
        number += plain[i];
      }
      ++i;
    }
    while (number.ends_with('.')) {
      number.pop_back();
    }
    line.numbers.push_back(std::move(number));
    line.skeleton += '#';
  }
  return line;
}

// Lines without a number say nothing here.
std::vector<Line> LinesOf(const std::string& text) {
  std::vector<Line> lines;
  for (const std::string& each : Split(text, "\n")) {
    Line line = ReadLine(each);
    if (!line.numbers.empty()) {
      lines.push_back(std::move(line));
    }
  }
  constexpr std::size_t kMostLines = 3000;
  lines.resize(std::min(lines.size(), kMostLines));
  return lines;
}

// Of a line that was written anew: which of its numbers are gone, and which are new.
void Rewritten(const Line& printed, const Line& returned, std::vector<NumberChange>& out) {
  std::vector<std::string> added = returned.numbers;
  for (const std::string& number : printed.numbers) {
    const auto same = std::find(added.begin(), added.end(), number);
    if (same == added.end()) {
      out.push_back({returned.text.empty() ? printed.text : returned.text, number, ""});
    } else {
      added.erase(same);
    }
  }
  for (const std::string& number : added) {
    out.push_back({returned.text, "", number});
  }
}

}  // namespace

std::vector<NumberChange> CompareNumbers(const std::string& printed, const std::string& returned) {
  const std::vector<Line> ours = LinesOf(printed);
  const std::vector<Line> theirs = LinesOf(returned);
  // The longest run of lines with the same wording, as in any comparison of two texts.
  const std::size_t wide = theirs.size() + 1;
  std::vector<std::uint16_t> longest((ours.size() + 1) * wide, 0);
  for (std::size_t i = ours.size(); i-- > 0;) {
    for (std::size_t k = theirs.size(); k-- > 0;) {
      longest[i * wide + k] =
          ours[i].skeleton == theirs[k].skeleton
              ? static_cast<std::uint16_t>(longest[(i + 1) * wide + k + 1] + 1)
              : std::max(longest[(i + 1) * wide + k], longest[i * wide + k + 1]);
    }
  }
  std::vector<NumberChange> out;
  std::vector<const Line*> gone;
  std::vector<const Line*> added;
  const auto settle = [&] {
    for (std::size_t n = 0; n < std::max(gone.size(), added.size()); ++n) {
      Rewritten(n < gone.size() ? *gone[n] : Line(), n < added.size() ? *added[n] : Line(), out);
    }
    gone.clear();
    added.clear();
  };
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < ours.size() || k < theirs.size()) {
    if (i < ours.size() && k < theirs.size() && ours[i].skeleton == theirs[k].skeleton) {
      settle();
      for (std::size_t n = 0; n < ours[i].numbers.size(); ++n) {
        if (ours[i].numbers[n] != theirs[k].numbers[n]) {
          out.push_back({theirs[k].text, ours[i].numbers[n], theirs[k].numbers[n]});
        }
      }
      ++i;
      ++k;
    } else if (k == theirs.size() ||
               (i < ours.size() && longest[(i + 1) * wide + k] >= longest[i * wide + k + 1])) {
      gone.push_back(&ours[i++]);
    } else {
      added.push_back(&theirs[k++]);
    }
  }
  settle();
  return out;
}

Result<std::vector<NumberChange>> CompareReturned(App& app,
                                                  const access::Scope& scope,
                                                  const std::string& number,
                                                  const std::string& docx) {
  TRY_ASSIGN(const std::optional<registers::Record> record,
             FindPaper(app, scope, "bulletin", number));
  if (!record) {
    return Error{ErrorCode::kNotFound, "bulletin.unknown", {{"number", number}}};
  }
  TRY_ASSIGN(const journal::Attachment file, PaperFile(app, *record, "file"));
  TRY_ASSIGN(const document::ExtractedText printed, document::ExtractText(file.content));
  TRY_ASSIGN(const document::ExtractedText returned, document::ExtractText(docx));
  return CompareNumbers(printed.text, returned.text);
}

}  // namespace luoshi::app
