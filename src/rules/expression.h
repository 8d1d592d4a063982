// The expression language of packs: looks like CEL, typed when it is read, compiled once, total and
// cost-limited, without I/O, time or side effects. docs/formats/expression.md lists the grammar and
// every difference from CEL, each with a test vector.
//
// An empty field makes a comparison unknown; && || ! follow three-valued logic; a runtime fault
// (overflow, division by zero) is unknown too. So evaluation cannot fail.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/value.h"

namespace luoshi::rules {

enum class TypeKind {
  kBool,
  kInt,
  kDecimal,  // money too
  kText,
  kDate,
  kTime,      // DateTime
  kEnum,      // text out of a closed list; comparing with another literal is a compile error
  kEnumList,  // multi-enum
  kUnit,
  kReference,
  kPoint,
  kGroup,
};

struct Variable;

struct Type {
  TypeKind kind = TypeKind::kBool;
  std::vector<std::string> enum_keys;  // kEnum, kEnumList
  std::vector<Variable> members;       // kGroup: what count/sum/exists/all see as row.<name>
  bool operator==(const Type&) const = default;
};

struct Variable {
  std::string name;
  Type type;
  bool operator==(const Variable&) const = default;
};

// Time enters an expression only through these: each flips on days that are known from the record's
// history and the calendar. `overdue(handling)`, `warned(handling)`, `age(birth_date) >= 60` and
// `elapsed(found_on) >= 30` (days) are the ways to write one; > < <= become these, negated where
// need be. With an empty date such a comparison is unknown whatever the term says.
struct TimeTerm {
  enum class Kind { kOverdue, kWarned, kAgeAtLeast, kElapsedAtLeast };
  Kind kind = Kind::kOverdue;
  std::string name;        // the clock (kOverdue, kWarned) or the date field (the other two)
  std::int64_t bound = 0;  // years or days
  bool operator==(const TimeTerm&) const = default;
};

// What an expression may name. Variables get the slots 0…n-1 in their order.
struct Scope {
  std::vector<Variable> variables;
  std::vector<std::string> clocks;  // may stand in overdue(…) and warned(…)
  bool time_terms = false;          // measures only
};

struct ExpressionProgram;  // its compiled form: expression_program.h

// A default-made one is always unknown.
class Expression {
 public:
  // Reads and types `source`. `wanted` is the kind of the result; an int does where a decimal is
  // wanted, and text and enum do for each other. Errors (kInvalid) carry "line:column" of the
  // source (columns in characters, both from 1) as pointer: expression.syntax,
  // expression.unknown_name, expression.type, expression.enum_value, expression.literal,
  // expression.division, expression.empty_text, expression.nested_group, expression.time_form,
  // expression.time_not_allowed, expression.too_long (4,096 bytes, 256 nodes, 24 deep; chains of
  // one operator and of else-if do not nest).
  static Result<Expression> Compile(std::string_view source, const Scope& scope, TypeKind wanted);

  // `variables` by slot; `terms` in the order of time_terms(). Empty result = unknown: also where
  // either span is too short, or a value is not of its slot's kind. Cost is bounded by nodes × rows
  // of the groups named. Safe to call from many threads at once.
  Value Evaluate(std::span<const Value> variables, std::span<const bool> terms = {}) const;
  // True only when the result is known and true.
  bool IsTrue(std::span<const Value> variables, std::span<const bool> terms = {}) const;

  const std::string& source() const;
  const std::vector<TimeTerm>& time_terms() const;
  // The slots it reads, sorted, those of age(…) and elapsed(…) among them: what a timeline depends
  // on.
  const std::vector<std::size_t>& slots() const;

 private:
  std::shared_ptr<const ExpressionProgram> program_;
};

}  // namespace luoshi::rules
