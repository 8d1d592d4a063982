// The words the reader knows. They are data (lexicons/*.txt), read once and then only looked up.
//
// A lexicon file is UTF-8 text: `# comment`, `[kind]` or `[kind argument]`, then one entry a line:
// a word, optionally a tab or space and a whole number. Kinds are those of WordKind below, written
// in snake_case; `[line insurance_fees]` and `[declined petitioner_tracking]` take an argument.
// An entry of `declined` is one or more words joined by +, all of which must stand in one sentence
// and the first in the clause that is declined; words behind ! must be absent from the sentence.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace luoshi::directive {

enum class WordKind : std::uint8_t {
  kLine,            // points to a line of work; weight 1…9
  kDoer,            // an office, post or body as it is written: 镇纪委, 网格员
  kDoerTail,        // a name ends so: 办公室, 局; only with characters before it
  kDoerHead,        // widens the name behind it: 各, 全镇, 县
  kCollective,      // everybody and nobody: 全镇上下, 大家
  kModal,           // 要, 必须, 务必
  kAction,          // verbs; weight 1 (empty) … 5 (something is done)
  kAdverb,          // dropped from titles: 扎实, 全力
  kMask,            // hides a modal inside it: 重要, 要求
  kPast,            // marks what is already so: 取得了, 得到
  kProblem,         // marks what is lacking: 不足, 滞后
  kSlogan,          // marks what nobody can close: 统一思想
  kSectionPast,     // in a heading: what follows is achievement
  kSectionProblem,  // in a heading: what follows is problems
  kSectionStudy,    // in a heading: what follows is study and attitude
  kSectionDuty,     // in a heading: what follows is tasks
  kBoilerplate,     // a line beginning with it is not part of the text
  kBoilerplateAny,  // a short line containing it is not part of the text
  kMeasure,         // strong unit of measure: %, 亩, 万元
  kCount,           // weak unit: 个, 户, 次
  kMetric,          // the end of a metric's name: 率, 收入
  kTrim,            // dropped from the end of a metric's name: 仅为, 达到了
  kOpenDeadline,    // a term without a day: 立即, 汛期前
  kTableTask,       // table column titles
  kTableLead,
  kTableAssist,
  kTableDeadline,
  kTableTarget,
  kDeclined,  // part of a declined pattern
};

struct Word {
  WordKind kind = WordKind::kMask;
  std::uint16_t argument = 0;  // index of line of work, unit or pattern part
  std::int16_t weight = 0;
  std::uint16_t length = 0;  // code points
};

// A word found in a text, half-open in code points.
struct Hit {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Word word;
};

// Finds all words of a set in one pass: per position it walks at most kMaxWord characters.
class WordTree {
 public:
  static constexpr std::size_t kMaxWord = 32;

  WordTree();
  // REQUIRES: 1 <= text.size() <= kMaxWord
  void Add(std::u32string_view text, Word word);
  // Appends every occurrence in text[begin, end), by begin and then by length.
  void Scan(std::u32string_view text,
            std::size_t begin,
            std::size_t end,
            std::vector<Hit>& out) const;

 private:
  struct Node {
    std::vector<Word> words;
  };
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> first_;  // by code point below 0x10000: node of a one-character prefix
  struct Edge {
    std::uint64_t key = 0;  // node and code point; 0 is free
    std::uint32_t node = 0;
  };
  std::size_t SlotOf(std::uint64_t key) const;  // where the key stands, or the free place for it
  std::uint32_t& NextOf(std::uint32_t node, char32_t c, bool first);
  void Grow();

  std::vector<Edge> edges_;  // open addressing, a power of two, at most half full
  std::size_t edge_count_ = 0;
};

struct DeclinedPattern {
  std::uint16_t reason = 0;  // index into Reasons()
  std::uint16_t parts = 0;   // how many words must be there; part 0 is in the declined clause
  std::vector<std::uint16_t> words;    // ids, matched against Hit::word.argument of kDeclined
  std::vector<std::uint16_t> without;  // ids that must be absent
};

struct LexiconFile {
  std::string name;     // for messages only
  std::string content;  // UTF-8
};

class Lexicon {
 public:
  // kInvalid lexicon.entry with "file:line" as pointer: unknown kind, unknown line of work or
  // reason, an empty or overlong word, a weight that is not a number from -99 to 99.
  static Result<Lexicon> Parse(std::span<const LexiconFile> files);

  const WordTree& words() const { return words_; }
  std::span<const DeclinedPattern> declined() const { return declined_; }

 private:
  Status AddDeclined(std::string_view entry, std::uint16_t reason, const std::string& where);

  WordTree words_;
  std::vector<DeclinedPattern> declined_;
  std::unordered_map<std::string, std::uint16_t> declined_ids_;
};

// The closed list of lines of work, in the order of `Word::argument`.
std::span<const std::string_view> LinesOfWork();

// Full-width letters, digits and punctuation become half-width, one for one, so that places in the
// folded text are places in the text.
std::u32string FoldWidth(std::u32string_view text);

}  // namespace luoshi::directive
