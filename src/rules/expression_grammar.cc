// The grammar, from the weakest binding down: each function reads one level and types it.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "rules/expression_compiler.h"

namespace luoshi::rules {
namespace {

constexpr int kMaxDepth = 24;

bool SameKeys(const Typed& a, const Typed& b) {
  return a.kind == TypeKind::kEnum && b.kind == TypeKind::kEnum && *a.keys == *b.keys;
}

std::vector<std::string> Names(const std::vector<Variable>& variables) {
  std::vector<std::string> out;
  out.reserve(variables.size());
  for (const Variable& variable : variables) {
    out.push_back(variable.name);
  }
  return out;
}

}  // namespace

// An else-if chain is not nesting: each link adds nodes, and these are counted.
Result<Typed> ExpressionCompiler::Conditional() {
  TRY_ASSIGN(Typed condition, Or());
  if (!Take("?")) {
    return condition;
  }
  TRY(ExpectKind(condition, TypeKind::kBool));
  TRY_ASSIGN(const Typed yes, Nested());
  TRY(Expect(":"));
  TRY_ASSIGN(const Typed no, Conditional());
  TRY(Settled(yes));
  TRY(Settled(no));
  TypeKind kind = yes.kind;
  if (IsNumber(yes.kind) && IsNumber(no.kind)) {
    kind = yes.kind == no.kind ? yes.kind : TypeKind::kDecimal;
  } else if (IsText(yes.kind) && IsText(no.kind)) {
    kind = SameKeys(yes, no) ? TypeKind::kEnum : TypeKind::kText;
  } else if (yes.kind != no.kind) {
    return WrongType(no, KindName(yes.kind));
  }
  TRY_ASSIGN(Typed out, Add(Op::kConditional, kind, {condition, yes, no}, condition.at));
  out.keys = kind == TypeKind::kEnum ? yes.keys : nullptr;
  return out;
}

Result<Typed> ExpressionCompiler::Nested() {
  if (++depth_ > kMaxDepth) {
    return TooLong();
  }
  Result<Typed> out = Conditional();
  --depth_;
  return out;
}

Result<Typed> ExpressionCompiler::Or() {
  return Chain("||", Op::kOr,
               [this] { return Chain("&&", Op::kAnd, [this] { return Relation(); }); });
}

template <class Inner>
Result<Typed> ExpressionCompiler::Chain(std::string_view symbol, Op op, Inner inner) {
  TRY_ASSIGN(Typed first, inner());
  if (!IsNext(symbol)) {
    return first;
  }
  TRY(ExpectKind(first, TypeKind::kBool));
  std::vector<Typed> operands = {first};
  while (Take(symbol)) {
    TRY_ASSIGN(Typed operand, inner());
    TRY(ExpectKind(operand, TypeKind::kBool));
    operands.push_back(operand);
  }
  return Add(op, TypeKind::kBool, operands, first.at);
}

Result<Typed> ExpressionCompiler::Relation() {
  TRY_ASSIGN(Typed left, Sum());
  if (Peek().kind == TokenKind::kName && Peek().text == "in") {
    ++next_;
    return In(left);
  }
  static constexpr std::array<std::pair<std::string_view, Op>, 6> kRelations = {{
      {"==", Op::kEqual},
      {"!=", Op::kNotEqual},
      {"<", Op::kLess},
      {"<=", Op::kLessEqual},
      {">", Op::kGreater},
      {">=", Op::kGreaterEqual},
  }};
  const auto* const relation =
      Peek().kind == TokenKind::kSymbol ? FindRow(kRelations, Peek().text) : kRelations.end();
  if (relation == kRelations.end()) {
    return left;
  }
  ++next_;
  TRY_ASSIGN(const Typed right, Sum());
  if (left.pending || right.pending) {
    return Term(left, relation->second, right);
  }
  TRY(Comparable(left, relation->second, right));
  return Add(relation->second, TypeKind::kBool, {left, right}, left.at);
}

Status ExpressionCompiler::Comparable(const Typed& left, Op op, const Typed& right) const {
  const bool equality = op == Op::kEqual || op == Op::kNotEqual;
  if ((IsNumber(left.kind) && IsNumber(right.kind)) ||
      (left.kind == right.kind && (IsDay(left.kind) || left.kind == TypeKind::kText))) {
    return {};
  }
  if (!equality) {
    const bool ordered = IsNumber(left.kind) || IsDay(left.kind) || left.kind == TypeKind::kText;
    return ordered ? WrongType(right, KindName(left.kind))
                   : WrongType(left, "int, decimal, date, time, text");
  }
  if (left.kind == TypeKind::kEnum && right.literal && right.kind == TypeKind::kText) {
    return IsKey(right, *left.keys);
  }
  if (right.kind == TypeKind::kEnum && left.literal && left.kind == TypeKind::kText) {
    return IsKey(left, *right.keys);
  }
  if (left.kind != right.kind || left.kind == TypeKind::kEnumList ||
      left.kind == TypeKind::kPoint || left.kind == TypeKind::kGroup) {
    return WrongType(right, KindName(left.kind));
  }
  if (left.kind == TypeKind::kEnum &&
      std::find_first_of(left.keys->begin(), left.keys->end(), right.keys->begin(),
                         right.keys->end()) == left.keys->end()) {
    return WrongType(right, Join(*left.keys, " "));  // could never be equal
  }
  return {};
}

Result<Typed> ExpressionCompiler::In(const Typed& left) {
  if (!IsNumber(left.kind) && !IsText(left.kind)) {
    return WrongType(left, "enum, text, int, decimal");
  }
  std::vector<Typed> operands = {left};
  TRY(Expect("["));
  do {
    TRY_ASSIGN(const Typed item, Unary());
    if (!item.literal) {
      return At(item.at, "expression.literal", {});
    }
    if (IsNumber(left.kind) ? !IsNumber(item.kind) : item.kind != TypeKind::kText) {
      return WrongType(item, KindName(left.kind));
    }
    if (left.kind == TypeKind::kEnum) {
      TRY(IsKey(item, *left.keys));
    }
    operands.push_back(item);
  } while (Take(","));
  TRY(Expect("]"));
  return Add(Op::kIn, TypeKind::kBool, operands, left.at);
}

Result<Typed> ExpressionCompiler::Sum() {
  TRY_ASSIGN(Typed left, Product());
  while (IsNext("+") || IsNext("-")) {
    const Op op = tokens_[next_++].text == "+" ? Op::kAdd : Op::kSubtract;
    TRY_ASSIGN(const Typed right, Product());
    TRY_ASSIGN(left, Arithmetic(op, left, right));
  }
  return left;
}

Result<Typed> ExpressionCompiler::Product() {
  TRY_ASSIGN(Typed left, Unary());
  while (IsNext("*") || IsNext("/") || IsNext("%")) {
    const Token& symbol = tokens_[next_++];
    const Op op = symbol.text == "*"   ? Op::kMultiply
                  : symbol.text == "/" ? Op::kDivide
                                       : Op::kRemainder;
    TRY_ASSIGN(const Typed right, Unary());
    if (op != Op::kMultiply && IsNumber(left.kind) && IsNumber(right.kind) &&
        (left.kind == TypeKind::kDecimal || right.kind == TypeKind::kDecimal)) {
      return At(symbol.at, "expression.division", {});
    }
    TRY_ASSIGN(left, Arithmetic(op, left, right));
  }
  return left;
}

Result<Typed> ExpressionCompiler::Arithmetic(Op op, const Typed& left, const Typed& right) {
  for (const Typed* operand : {&left, &right}) {
    if (!IsNumber(operand->kind)) {
      return WrongType(*operand, "int, decimal");
    }
  }
  return Add(op, left.kind == right.kind ? left.kind : TypeKind::kDecimal, {left, right}, left.at);
}

Result<Typed> ExpressionCompiler::Unary() {
  const Token& token = Peek();
  if (!IsNext("!") && !IsNext("-")) {
    return Primary();
  }
  ++next_;
  if (token.text == "-" && Peek().kind == TokenKind::kNumber) {
    return Number("-");  // a literal, so that the smallest integer can be written
  }
  if (++depth_ > kMaxDepth) {
    return TooLong();
  }
  TRY_ASSIGN(const Typed operand, Unary());
  --depth_;
  if (token.text == "!") {
    TRY(ExpectKind(operand, TypeKind::kBool));
    return Add(Op::kNot, TypeKind::kBool, {operand}, token.at);
  }
  if (!IsNumber(operand.kind)) {
    return WrongType(operand, "int, decimal");
  }
  return Add(Op::kNegate, operand.kind, {operand}, token.at);
}

Result<Typed> ExpressionCompiler::Number(std::string_view sign) {
  const Token& token = tokens_[next_++];
  const Result<Decimal> number = Decimal::Parse(std::string(sign) + token.text);
  if (!number.ok()) {
    return Misplaced(token, "12, 0.5 (≤ 18 digits, ≤ 9 behind the point)");
  }
  return AddNumber(*number, Contains(token.text, ".") ? TypeKind::kDecimal : TypeKind::kInt,
                   token.at);
}

Result<Typed> ExpressionCompiler::Primary() {
  const Token& token = Peek();
  if (token.kind == TokenKind::kNumber) {
    return Number("");
  }
  if (token.kind == TokenKind::kText) {
    ++next_;
    Node node;
    node.op = Op::kText;
    node.kind = TypeKind::kText;
    node.index = AddText(token.text);
    TRY_ASSIGN(Typed typed, Add(node, {}, token.at));
    typed.literal = true;
    return typed;
  }
  if (Take("(")) {
    TRY_ASSIGN(Typed inner, Nested());
    TRY(Expect(")"));
    return inner;
  }
  if (token.kind != TokenKind::kName || token.text == "in") {
    return Unexpected("(");
  }
  ++next_;
  if (Take("(")) {
    return Call(token);
  }
  if (token.text == "true" || token.text == "false") {
    return AddNumber(Decimal::FromInt(token.text == "true" ? 1 : 0), TypeKind::kBool, token.at);
  }
  if (row_ != nullptr && token.text == row_name_) {
    return Member();
  }
  return Slot(token);
}

Result<Typed> ExpressionCompiler::Slot(const Token& token) {
  const Variable* variable = FindVariable(scope_.variables, token.text);
  if (variable == nullptr) {
    return UnknownName(token, Names(scope_.variables));
  }
  const auto slot = static_cast<std::size_t>(variable - scope_.variables.data());
  code_.slots.push_back(slot);
  Node node;
  node.op = Op::kSlot;
  node.kind = variable->type.kind;
  node.index = static_cast<std::uint32_t>(slot);
  TRY_ASSIGN(Typed typed, Add(node, {}, token.at));
  typed.keys = &variable->type.enum_keys;
  return typed;
}

Result<Typed> ExpressionCompiler::Member() {
  TRY(Expect("."));
  TRY_ASSIGN(const Token name, ExpectName("row.field"));
  const Variable* member = FindVariable(*row_, name.text);
  if (member == nullptr) {
    return UnknownName(name, Names(*row_));
  }
  Node node;
  node.op = Op::kMember;
  node.kind = member->type.kind;
  node.index = AddText(name.text);
  TRY_ASSIGN(Typed typed, Add(node, {}, name.at));
  typed.keys = &member->type.enum_keys;
  return typed;
}

}  // namespace luoshi::rules
