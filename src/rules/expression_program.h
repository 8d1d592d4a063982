// What an expression is compiled to, and what it comes to on a record. Of this module only: others
// hold an Expression.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "model/value.h"
#include "rules/expression.h"

namespace luoshi::rules {

enum class Op : std::uint8_t {
  kNumber,  // a literal of any kind that is a number inside: bool, int, decimal, date
  kText,
  kSlot,
  kMember,
  kTerm,
  kNot,
  kAnd,
  kOr,
  kConditional,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kNegate,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kRemainder,
  kYear,
  kMonth,
  kDay,
  kDateOf,
  kDaysBetween,
  kBirthYear,
  kSex,
  kSize,
  kFilled,
  kContains,
  kStartsWith,
  kDiv,
  kRound,
  kMin,
  kMax,
  kCount,
  kSum,
  kExists,
  kAll,
};

struct Node {
  Op op = Op::kNumber;
  TypeKind kind = TypeKind::kBool;
  std::uint16_t first = 0;  // its operands are children[first … first + count)
  std::uint16_t count = 0;
  std::uint32_t index = 0;  // slot, text, term or scale
  Decimal number;           // kNumber; kTerm: 1 when the term is negated; kDiv: 1 rounds down
};

// Nodes in one array; the operands of a node stand before it. Never changed once compiled.
struct ExpressionProgram {
  std::string source;
  std::vector<Node> nodes;
  std::vector<std::uint16_t> children;
  std::vector<std::string> texts;
  std::vector<TimeTerm> terms;
  std::vector<std::size_t> slots;  // sorted
  std::uint16_t root = 0;
  TypeKind wanted = TypeKind::kBool;

  // As Expression's. Both are total: empty and false where the result is unknown.
  Value Evaluate(std::span<const Value> variables, std::span<const bool> time) const;
  bool IsTrue(std::span<const Value> variables, std::span<const bool> time) const;
};

}  // namespace luoshi::rules
