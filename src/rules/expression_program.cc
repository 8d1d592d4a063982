#include "rules/expression_program.h"

#include <algorithm>
#include <compare>
#include <string_view>

#include "base/text.h"
#include "rules/identity.h"

namespace luoshi::rules {
namespace {

// What a node came to. Every kind that can be counted or ordered is one decimal inside, so that
// comparison and arithmetic need one form only; texts and lists stay where they lie.
struct Operand {
  bool known = false;
  Decimal number;
  std::string_view text;
  const Value* value = nullptr;
};

Operand Known(Decimal number) { return {true, number, {}, nullptr}; }
Operand Known(bool truth) { return Known(Decimal::FromInt(truth ? 1 : 0)); }
Operand Known(std::int64_t number) { return Known(Decimal::FromInt(number)); }
Operand KnownText(std::string_view text) { return {true, {}, text, nullptr}; }
Operand KnownValue(const Value& value) { return {true, {}, {}, &value}; }
Operand KnownOrNot(const Result<Decimal>& result) {
  return result.ok() ? Known(*result) : Operand{};
}
bool IsTrueOperand(const Operand& operand) { return operand.known && !operand.number.IsZero(); }
bool IsFalseOperand(const Operand& operand) { return operand.known && operand.number.IsZero(); }

// A value of another kind than the slot's counts as empty: evaluation is total.
Operand Load(const Value& value, TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      if (const bool* truth = value.As<bool>()) {
        return Known(*truth);
      }
      break;
    case TypeKind::kInt:
      if (const std::int64_t* number = value.As<std::int64_t>()) {
        return Known(*number);
      }
      break;
    case TypeKind::kDecimal:
      if (const Decimal* number = value.As<Decimal>()) {
        return Known(*number);
      }
      if (const std::int64_t* whole = value.As<std::int64_t>()) {
        return Known(*whole);
      }
      break;
    case TypeKind::kText:
    case TypeKind::kEnum:
      if (const std::string* text = value.As<std::string>(); text != nullptr && !text->empty()) {
        return KnownText(*text);
      }
      break;
    case TypeKind::kDate:
      if (const Date* day = value.As<Date>()) {
        return Known(std::int64_t{day->days});
      }
      break;
    case TypeKind::kTime:
      if (const DateTime* moment = value.As<DateTime>()) {
        return Known(moment->ms);
      }
      break;
    case TypeKind::kEnumList:
      if (const TextList* list = value.As<TextList>(); list != nullptr && !list->empty()) {
        return KnownValue(value);
      }
      break;
    case TypeKind::kUnit:
      return value.As<UnitId>() != nullptr ? KnownValue(value) : Operand{};
    case TypeKind::kReference:
      return value.As<Uuid>() != nullptr ? KnownValue(value) : Operand{};
    case TypeKind::kPoint:
      return value.As<Point>() != nullptr ? KnownValue(value) : Operand{};
    case TypeKind::kGroup:
      if (const GroupRows* rows = value.As<GroupRows>(); rows != nullptr && !rows->empty()) {
        return KnownValue(value);
      }
      break;
  }
  return {};
}

class Evaluator {
 public:
  Evaluator(const ExpressionProgram& program,
            std::span<const Value> variables,
            std::span<const bool> terms)
      : program_(program), variables_(variables), terms_(terms) {}

  // Recursion is bounded: a node's operands stand before it, and the compiler limits their number.
  Operand Run(const Node& node) const;

 private:
  const Node& Child(const Node& node, std::size_t i) const {
    return program_.nodes[program_.children[node.first + i]];
  }
  Operand RunLogic(const Node& node) const;
  Operand RunComparison(const Node& node) const;
  Operand RunArithmetic(const Node& node) const;
  Operand RunOnRows(const Node& node) const;
  Operand RunTerm(const Node& node) const;
  Operand RunContains(const Node& node) const;

  const ExpressionProgram& program_;
  std::span<const Value> variables_;
  std::span<const bool> terms_;
  const Fields* row_ = nullptr;  // inside a group function
};

Date DayOf(const Operand& operand, TypeKind kind) {
  return kind == TypeKind::kTime ? DateTime{operand.number.units()}.date()
                                 : Date{static_cast<std::int32_t>(operand.number.units())};
}

Operand Evaluator::RunLogic(const Node& node) const {
  const bool decisive = node.op == Op::kOr;  // the operand that settles the matter by itself
  bool all_known = true;
  for (std::size_t i = 0; i < node.count; ++i) {
    const Operand operand = Run(Child(node, i));
    if (operand.known && operand.number.IsZero() != decisive) {
      return Known(decisive);
    }
    all_known = all_known && operand.known;
  }
  return all_known ? Known(!decisive) : Operand{};
}

Operand Evaluator::RunComparison(const Node& node) const {
  const Operand left = Run(Child(node, 0));
  const Operand right = Run(Child(node, 1));
  if (!left.known || !right.known) {
    return {};
  }
  if (left.value != nullptr) {
    return Known((*left.value == *right.value) == (node.op == Op::kEqual));
  }
  std::strong_ordering order = std::strong_ordering::equal;
  const TypeKind kind = Child(node, 0).kind;
  if (kind == TypeKind::kText || kind == TypeKind::kEnum) {
    order = left.text.compare(right.text) <=> 0;
  } else {
    order = left.number <=> right.number;
  }
  bool truth = false;
  if (node.op == Op::kEqual || node.op == Op::kNotEqual) {
    truth = std::is_eq(order) == (node.op == Op::kEqual);
  } else if (node.op == Op::kLess || node.op == Op::kGreaterEqual) {
    truth = std::is_lt(order) == (node.op == Op::kLess);
  } else {
    truth = std::is_gt(order) == (node.op == Op::kGreater);
  }
  return Known(truth);
}

Operand Evaluator::RunArithmetic(const Node& node) const {
  const Operand left = Run(Child(node, 0));
  const Operand right = Run(Child(node, 1));
  if (!left.known || !right.known) {
    return {};
  }
  if (node.op == Op::kAdd) {
    return KnownOrNot(Decimal::Add(left.number, right.number));
  }
  if (node.op == Op::kSubtract || node.op == Op::kDaysBetween) {
    const bool between = node.op == Op::kDaysBetween;  // days_between(a, b) is b - a
    return KnownOrNot(between ? Decimal::Subtract(right.number, left.number)
                              : Decimal::Subtract(left.number, right.number));
  }
  if (node.op == Op::kMultiply) {
    return KnownOrNot(Decimal::Multiply(left.number, right.number));
  }
  if (node.op == Op::kDiv) {
    return KnownOrNot(Decimal::Divide(left.number, right.number, static_cast<int>(node.index),
                                      node.number.IsZero() ? Rounding::kHalfUp : Rounding::kDown));
  }
  if (node.op == Op::kMin || node.op == Op::kMax) {
    return Known((left.number < right.number) == (node.op == Op::kMin) ? left.number
                                                                       : right.number);
  }
  const Result<Decimal> quotient =
      Decimal::Divide(left.number, right.number, 0, Rounding::kDown);  // kDivide, kRemainder: ints
  if (!quotient.ok() || node.op == Op::kDivide) {
    return KnownOrNot(quotient);
  }
  return Known(left.number.units() % right.number.units());
}

Operand Evaluator::RunOnRows(const Node& node) const {
  const Operand group = Run(Child(node, 0));
  static const GroupRows kNoRows;
  const GroupRows* filled = group.value != nullptr ? group.value->As<GroupRows>() : nullptr;
  const GroupRows& rows = filled != nullptr ? *filled : kNoRows;
  if (node.count == 1) {
    return Known(static_cast<std::int64_t>(rows.size()));
  }
  Evaluator inner = *this;
  bool all_known = true;
  Decimal total;
  for (const Fields& row : rows) {
    inner.row_ = &row;
    const Operand operand = inner.Run(Child(node, 1));
    all_known = all_known && operand.known;
    if ((node.op == Op::kExists && IsTrueOperand(operand)) ||
        (node.op == Op::kAll && IsFalseOperand(operand))) {
      return Known(node.op == Op::kExists);
    }
    if (!operand.known) {
      continue;
    }
    const Result<Decimal> sum = Decimal::Add(total, operand.number);
    if (!sum.ok()) {
      return {};
    }
    total = *sum;
  }
  if (!all_known) {
    return {};
  }
  return node.op == Op::kExists ? Known(false) : node.op == Op::kAll ? Known(true) : Known(total);
}

Operand Evaluator::RunTerm(const Node& node) const {
  const bool empty_day = node.count == 1 && !Run(Child(node, 0)).known;
  if (empty_day || node.index >= terms_.size()) {
    return {};
  }
  return Known(terms_[node.index] == node.number.IsZero());
}

Operand Evaluator::RunContains(const Node& node) const {
  const Operand whole = Run(Child(node, 0));
  const Operand part = Run(Child(node, 1));
  if (!whole.known || !part.known) {
    return {};
  }
  if (whole.value != nullptr) {
    const TextList& list = *whole.value->As<TextList>();
    return Known(std::find(list.begin(), list.end(), part.text) != list.end());
  }
  return Known(node.op == Op::kContains ? Contains(whole.text, part.text)
                                        : whole.text.starts_with(part.text));
}

Operand Evaluator::Run(const Node& node) const {
  switch (node.op) {
    case Op::kNumber:
      return Known(node.number);
    case Op::kText:
      return KnownText(program_.texts[node.index]);
    case Op::kSlot:
      return node.index < variables_.size() ? Load(variables_[node.index], node.kind) : Operand{};
    case Op::kMember: {
      if (row_ == nullptr) {
        return {};  // cannot be: a member stands inside a group function only
      }
      const auto found = row_->find(std::string_view(program_.texts[node.index]));
      return found != row_->end() ? Load(found->second, node.kind) : Operand{};
    }
    case Op::kTerm:
      return RunTerm(node);
    case Op::kAnd:
    case Op::kOr:
      return RunLogic(node);
    case Op::kConditional: {
      const Operand condition = Run(Child(node, 0));
      return condition.known ? Run(Child(node, condition.number.IsZero() ? 2 : 1)) : Operand{};
    }
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
      return RunComparison(node);
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kRemainder:
    case Op::kDaysBetween:
    case Op::kDiv:
    case Op::kMin:
    case Op::kMax:
      return RunArithmetic(node);
    case Op::kCount:
    case Op::kSum:
    case Op::kExists:
    case Op::kAll:
      return RunOnRows(node);
    case Op::kContains:
    case Op::kStartsWith:
      return RunContains(node);
    case Op::kFilled:
      return Known(Run(Child(node, 0)).known);
    case Op::kNot:
    case Op::kIn:
    case Op::kNegate:
    case Op::kYear:
    case Op::kMonth:
    case Op::kDay:
    case Op::kDateOf:
    case Op::kBirthYear:
    case Op::kSex:
    case Op::kSize:
    case Op::kRound:
      break;  // below: these need one known operand
  }
  const Node& child = Child(node, 0);
  const Operand operand = Run(child);
  if (!operand.known) {
    return {};
  }
  if (node.op == Op::kNot) {
    return Known(operand.number.IsZero());
  }
  if (node.op == Op::kIn) {
    bool among = false;
    for (std::size_t i = 1; i < node.count; ++i) {
      const Node& item = Child(node, i);
      among = among || (item.op == Op::kText ? program_.texts[item.index] == operand.text
                                             : item.number == operand.number);
    }
    return Known(among);
  }
  if (node.op == Op::kNegate) {
    return KnownOrNot(Decimal::Subtract(Decimal(0, operand.number.scale()), operand.number));
  }
  if (node.op == Op::kYear) {
    return Known(std::int64_t{DayOf(operand, child.kind).year()});
  }
  if (node.op == Op::kMonth) {
    return Known(std::int64_t{DayOf(operand, child.kind).month()});
  }
  if (node.op == Op::kDay) {
    return Known(std::int64_t{DayOf(operand, child.kind).day()});
  }
  if (node.op == Op::kDateOf) {
    return Known(std::int64_t{DayOf(operand, child.kind).days});
  }
  if (node.op == Op::kSize) {
    return Known(static_cast<std::int64_t>(operand.value != nullptr
                                               ? operand.value->As<TextList>()->size()
                                               : CodePointCount(operand.text)));
  }
  if (node.op == Op::kRound) {
    return KnownOrNot(operand.number.Rescaled(static_cast<int>(node.index)));
  }
  if (!IsCitizenId(operand.text)) {  // kBirthYear, kSex
    return {};
  }
  if (node.op == Op::kSex) {
    return KnownText((operand.text[16] - '0') % 2 == 1 ? "male" : "female");
  }
  return KnownOrNot(Decimal::Parse(operand.text.substr(6, 4)));
}

}  // namespace

Value ExpressionProgram::Evaluate(std::span<const Value> variables,
                                  std::span<const bool> time) const {
  const Operand out = Evaluator(*this, variables, time).Run(nodes[root]);
  if (!out.known) {
    return {};
  }
  switch (wanted) {
    case TypeKind::kBool:
      return !out.number.IsZero();
    case TypeKind::kInt:
      return out.number.units();
    case TypeKind::kDecimal:
      return out.number;
    case TypeKind::kText:
    case TypeKind::kEnum:
      return std::string(out.text);
    case TypeKind::kDate:
      return Date{static_cast<std::int32_t>(out.number.units())};
    case TypeKind::kTime:
      return DateTime{out.number.units()};
    case TypeKind::kEnumList:
    case TypeKind::kUnit:
    case TypeKind::kReference:
    case TypeKind::kPoint:
    case TypeKind::kGroup:
      return *out.value;
  }
  return {};
}

bool ExpressionProgram::IsTrue(std::span<const Value> variables, std::span<const bool> time) const {
  return wanted == TypeKind::kBool &&
         IsTrueOperand(Evaluator(*this, variables, time).Run(nodes[root]));
}

}  // namespace luoshi::rules
