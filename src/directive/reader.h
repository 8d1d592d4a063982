// Text of a meeting, notice, plan or minutes → proposed tasks, facts, and sentences declined.
//
// Pure: the same text and context give the same reading; no I/O, no clock. Time and memory are
// linear in the text. A person confirms what is proposed; nothing here decides anything.
//
// What makes a task. The text is cut into items by its numbering (一、 （一） 1. （1） ① 第一 一要
// 一是 关于…), items into sentences, sentences at ， into clauses. A sentence that instructs opens
// a task. Clauses of one sentence that instruct on different lines of work, or name another doer,
// are tasks of their own. A sentence that only says how (weak, without doer, deadline or target of
// its own) is added to the task right before it in the same item.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/result.h"
#include "directive/lexicon.h"

namespace luoshi::directive {

inline constexpr std::size_t kMaxTextBytes = 20U << 20U;

// What the caller knows of the place the text is for.
struct KnownUnit {
  std::string name;                  // how a task shall name it
  std::vector<std::string> aliases;  // how texts may name it
  std::string kind;                  // model's level name: village, office, town, county…
  std::string code;                  // not read; for the caller
};

struct Context {
  std::optional<Date> date;  // of the text; when absent, what the text itself says
  std::vector<KnownUnit> units;
  const Lexicon* lexicon = nullptr;  // not owned; REQUIRES: not null, outlives the call
};

// Half-open, from 0, in Unicode code points of the text as it was given.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

enum class OwnerRole : std::uint8_t { kLead, kAssist };

struct Owner {
  std::string name;  // of a known unit, else as written
  OwnerRole role = OwnerRole::kLead;
};

struct Deadline {
  std::string text;  // as written
  std::optional<Date>
      date;  // absent when the words name no day (立即, 汛期前) or the year is unknown
};

enum class TargetOp : std::uint8_t { kEqual, kAtLeast, kAtMost, kRaise, kLower };
std::string_view OpText(TargetOp op);  // "=", ">=", "<=", "+=", "-="

// A number that is to be reached. `unit` is the unit of measure as written, the value is in it:
// 83 with "%", 7084.3 with "万元".
struct Target {
  std::string text;
  std::string metric;  // "" when the text names none
  Decimal value;
  std::string unit;
  TargetOp op = TargetOp::kEqual;
};

struct ProposedTask {
  std::string title;  // a short verb phrase, at most 24 characters
  std::string text;   // of `span`: the source sentence(s), or the clauses of one that split
  Span span;
  std::vector<std::string> path;  // headings from outer to inner
  std::vector<Owner> owners;
  std::optional<Deadline> deadline;
  std::vector<Target> targets;
  std::optional<std::string> line;  // one of LinesOfWork()
  int confidence = 0;               // 0…100
};

// A number that the text states as it is.
struct Fact {
  std::string text;  // the clause or sentence it stands in
  std::string metric;
  Decimal value;
  std::string unit;
  Span span;
};

// What is not taken on (本系统不承办): shown in its place, with the reason.
struct Declined {
  std::string text;
  Span span;
  std::string reason;  // a key of Reasons()
  std::string basis;
  std::string lawful_way;
};

struct Reading {
  std::string title;         // "" when the text has none
  std::optional<Date> date;  // of the text: the context's, else the one found
  std::vector<ProposedTask> tasks;
  std::vector<Fact> facts;
  std::vector<Declined> declined;
};

// kInvalid directive.not_text (not UTF-8, or a zero byte) or directive.too_long (kMaxTextBytes).
// Basis and lawful way of what is declined are written in `language`.
Result<Reading> Read(std::string_view text,
                     const Context& context,
                     Language language = Language::kZh);

// {"title","date","tasks":[…],"facts":[…],"declined":[…]} as in docs/formats/directive.md; what is
// absent is null, confidence is 0.00–1.00, a value is a number in its unit.
Json ReadingToJson(const Reading& reading);

}  // namespace luoshi::directive
