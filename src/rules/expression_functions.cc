// Functions, those over the rows of a group, and the terms by which time enters.
#include <algorithm>
#include <array>
#include <utility>

#include "base/date.h"
#include "rules/expression_compiler.h"

namespace luoshi::rules {
namespace {

const std::vector<std::string>& SexKeys() {
  static const std::vector<std::string> keys = {"male", "female"};
  return keys;
}

constexpr std::array<Function, 15> kFunctions = {{
    {"year", "year(date | citizen_id)", 1, Op::kYear},
    {"month", "month(date)", 1, Op::kMonth},
    {"day", "day(date)", 1, Op::kDay},
    {"date", "date('2026-09-01') | date(time)", 1, Op::kDateOf},
    {"days_between", "days_between(date, date)", 2, Op::kDaysBetween},
    {"birth_year", "birth_year(citizen_id)", 1, Op::kBirthYear},
    {"sex", "sex(citizen_id)", 1, Op::kSex},
    {"size", "size(text | enum_list)", 1, Op::kSize},
    {"filled", "filled(field)", 1, Op::kFilled},
    {"contains", "contains(text, text) | contains(enum_list, 'key')", 2, Op::kContains},
    {"starts_with", "starts_with(text, text)", 2, Op::kStartsWith},
    {"div", "div(a, b, scale, 'half_up' | 'down')", 4, Op::kDiv},
    {"round", "round(number, scale)", 2, Op::kRound},
    {"min", "min(a, b)", 2, Op::kMin},
    {"max", "max(a, b)", 2, Op::kMax},
}};

constexpr std::array<std::pair<std::string_view, Op>, 4> kRowFunctions = {{
    {"count", Op::kCount},
    {"sum", Op::kSum},
    {"exists", Op::kExists},
    {"all", Op::kAll},
}};

constexpr std::array<std::pair<std::string_view, TimeTerm::Kind>, 4> kTimeFunctions = {{
    {"overdue", TimeTerm::Kind::kOverdue},
    {"warned", TimeTerm::Kind::kWarned},
    {"age", TimeTerm::Kind::kAgeAtLeast},
    {"elapsed", TimeTerm::Kind::kElapsedAtLeast},
}};

}  // namespace

Result<Typed> ExpressionCompiler::Call(const Token& name) {
  if (const auto* const row = FindRow(kRowFunctions, name.text); row != kRowFunctions.end()) {
    return OnRows(name, row->second);
  }
  if (const auto* const time = FindRow(kTimeFunctions, name.text); time != kTimeFunctions.end()) {
    return OnTime(name, time->second);
  }
  const auto* const function =
      std::find_if(kFunctions.begin(), kFunctions.end(),
                   [&](const Function& candidate) { return candidate.name == name.text; });
  if (function == kFunctions.end()) {
    std::vector<std::string> names;
    names.reserve(kFunctions.size() + kRowFunctions.size() + kTimeFunctions.size());
    for (const Function& known : kFunctions) {
      names.emplace_back(known.name);
    }
    for (const auto& known : kRowFunctions) {
      names.emplace_back(known.first);
    }
    for (const auto& known : kTimeFunctions) {
      names.emplace_back(known.first);
    }
    return UnknownName(name, names);
  }
  std::vector<Typed> arguments;
  if (!IsNext(")")) {
    do {
      TRY_ASSIGN(const Typed argument, Nested());
      TRY(Settled(argument));
      arguments.push_back(argument);
    } while (Take(","));
  }
  TRY(Expect(")"));
  if (arguments.size() != function->arguments) {
    return Misplaced(name, function->signature);
  }
  return Apply(*function, arguments, name.at);
}

Result<Typed> ExpressionCompiler::Apply(const Function& function,
                                        const std::vector<Typed>& arguments,
                                        std::size_t at) {
  const Op op = function.op;
  const Typed& first = arguments[0];
  const bool text = IsText(first.kind);
  if (op == Op::kFilled) {
    return Add(op, TypeKind::kBool, arguments, at);
  }
  if (op == Op::kDiv || op == Op::kRound) {
    return ApplyRounding(function, arguments, at);
  }
  if (op == Op::kMin || op == Op::kMax) {
    return first.kind == arguments[1].kind && IsDay(first.kind)
               ? Add(op, first.kind, arguments, at)
               : Arithmetic(op, first, arguments[1]);
  }
  if (op == Op::kDaysBetween) {
    TRY(ExpectKind(first, TypeKind::kDate));
    TRY(ExpectKind(arguments[1], TypeKind::kDate));
    return Add(op, TypeKind::kInt, arguments, at);
  }
  if (op == Op::kDateOf) {
    if (first.literal && text) {
      return DateLiteral(first, at);
    }
    TRY(ExpectKind(first, TypeKind::kTime));
    return Add(op, TypeKind::kDate, arguments, at);
  }
  if ((op == Op::kYear || op == Op::kMonth || op == Op::kDay) && IsDay(first.kind)) {
    return Add(op, TypeKind::kInt, arguments, at);
  }
  if ((op == Op::kYear || op == Op::kBirthYear) && text) {
    return Add(Op::kBirthYear, TypeKind::kInt, arguments, at);
  }
  if (op == Op::kSex && text) {
    TRY_ASSIGN(Typed typed, Add(op, TypeKind::kEnum, arguments, at));
    typed.keys = &SexKeys();
    return typed;
  }
  if (op == Op::kSize && (text || first.kind == TypeKind::kEnumList)) {
    return Add(op, TypeKind::kInt, arguments, at);
  }
  if (op == Op::kContains && first.kind == TypeKind::kEnumList) {
    if (!arguments[1].literal || arguments[1].kind != TypeKind::kText) {
      return At(arguments[1].at, "expression.literal", {});
    }
    TRY(IsKey(arguments[1], *first.keys));
    return Add(op, TypeKind::kBool, arguments, at);
  }
  if ((op == Op::kContains || op == Op::kStartsWith) && text) {
    if (!IsText(arguments[1].kind)) {
      return WrongType(arguments[1], "text");
    }
    return Add(op, TypeKind::kBool, arguments, at);
  }
  return WrongType(first, function.signature);
}

Result<Typed> ExpressionCompiler::DateLiteral(const Typed& literal, std::size_t at) {
  const std::string& text = TextOfLiteral(literal);
  const Result<Date> day = Date::Parse(text);
  if (!day.ok()) {
    return At(literal.at, "expression.syntax",
              {{"found", text.substr(0, 64)}, {"expected", "2026-09-01"}});
  }
  return AddNumber(Decimal::FromInt(day->days), TypeKind::kDate, at);
}

// div(a, b, scale, rounding) and round(a, scale): scale and rounding are literals, and a result
// without digits behind the point is an int.
Result<Typed> ExpressionCompiler::ApplyRounding(const Function& function,
                                                const std::vector<Typed>& arguments,
                                                std::size_t at) {
  const std::size_t numbers = function.op == Op::kDiv ? 2 : 1;
  for (std::size_t i = 0; i < numbers; ++i) {
    if (!IsNumber(arguments[i].kind)) {
      return WrongType(arguments[i], "int, decimal");
    }
  }
  const Typed& scale = arguments[numbers];
  if (!scale.literal || scale.kind != TypeKind::kInt) {
    return At(scale.at, "expression.literal", {});
  }
  const std::int64_t digits = NodeOf(scale).number.units();
  if (digits < 0 || digits > Decimal::kMaxScale) {
    return At(scale.at, "expression.syntax",
              {{"found", std::to_string(digits)}, {"expected", "0…9"}});
  }
  Node node;
  node.op = function.op;
  node.kind = digits == 0 ? TypeKind::kInt : TypeKind::kDecimal;
  node.index = static_cast<std::uint32_t>(digits);
  if (function.op == Op::kDiv) {
    static const std::vector<std::string> kRoundings = {"half_up", "down"};
    const Typed& rounding = arguments[3];
    if (!rounding.literal || rounding.kind != TypeKind::kText) {
      return At(rounding.at, "expression.literal", {});
    }
    TRY(IsKey(rounding, kRoundings));
    node.number = Decimal::FromInt(TextOfLiteral(rounding) == "down" ? 1 : 0);
  }
  return Add(node, {arguments.begin(), arguments.begin() + static_cast<std::ptrdiff_t>(numbers)},
             at);
}

Result<Typed> ExpressionCompiler::OnRows(const Token& name, Op op) {
  if (row_ != nullptr) {
    return At(name.at, "expression.nested_group", {});  // cost stays nodes × rows
  }
  TRY_ASSIGN(const Token group_name, ExpectName(name.text + "(group, row, …)"));
  TRY_ASSIGN(const Typed group, Slot(group_name));
  TRY(ExpectKind(group, TypeKind::kGroup));
  TRY(Expect(","));
  TRY_ASSIGN(const Token row, ExpectName("row"));
  if (FindVariable(scope_.variables, row.text) != nullptr) {
    return Misplaced(row, "row");  // would hide a field
  }
  if (op == Op::kCount && Take(")")) {
    return Add(op, TypeKind::kInt, {group}, name.at);
  }
  TRY(Expect(","));
  row_ = &FindVariable(scope_.variables, group_name.text)->type.members;
  row_name_ = row.text;
  TRY_ASSIGN(const Typed body, Nested());
  row_ = nullptr;
  TRY(Expect(")"));
  if (op == Op::kSum) {
    if (!IsNumber(body.kind)) {
      return WrongType(body, "int, decimal");
    }
    return Add(op, body.kind, {group, body}, name.at);
  }
  TRY(ExpectKind(body, TypeKind::kBool));
  return Add(op, op == Op::kCount ? TypeKind::kInt : TypeKind::kBool, {group, body}, name.at);
}

Result<Typed> ExpressionCompiler::OnTime(const Token& name, TimeTerm::Kind kind) {
  if (!scope_.time_terms) {
    return At(name.at, "expression.time_not_allowed", {{"name", name.text}});
  }
  const bool clock = kind == TimeTerm::Kind::kOverdue || kind == TimeTerm::Kind::kWarned;
  TRY_ASSIGN(const Token argument, ExpectName(name.text + (clock ? "(clock)" : "(date)")));
  if (clock) {
    if (std::find(scope_.clocks.begin(), scope_.clocks.end(), argument.text) ==
        scope_.clocks.end()) {
      return UnknownName(argument, scope_.clocks);
    }
    TRY(Expect(")"));
    return AddTerm({kind, argument.text, 0}, false, {}, name.at);
  }
  TRY_ASSIGN(Typed day, Slot(argument));
  TRY(ExpectKind(day, TypeKind::kDate));
  TRY(Expect(")"));
  day.kind = TypeKind::kGroup;
  day.pending = kind;
  day.at = name.at;
  return day;
}

// age(day) < 60 is the negation of age(day) >= 60, and so on: one form, few break days.
Result<Typed> ExpressionCompiler::Term(const Typed& left, Op op, const Typed& right) {
  const Typed& time = left.pending ? left : right;
  const Typed& bound = left.pending ? right : left;
  if (op == Op::kEqual || op == Op::kNotEqual || bound.pending || !bound.literal ||
      bound.kind != TypeKind::kInt) {
    return At(time.at, "expression.time_form", {});
  }
  if (!left.pending) {  // 60 <= age(day)
    op = op == Op::kLess        ? Op::kGreater
         : op == Op::kLessEqual ? Op::kGreaterEqual
         : op == Op::kGreater   ? Op::kLess
                                : Op::kLessEqual;
  }
  constexpr std::int64_t kMaxBound = 100'000;
  const std::int64_t given = NodeOf(bound).number.units();
  if (given < 0 || given > kMaxBound) {
    return At(bound.at, "expression.time_form", {});
  }
  TimeTerm term;
  term.kind = *time.pending;
  term.name = scope_.variables[NodeOf(time).index].name;
  term.bound = given + (op == Op::kGreater || op == Op::kLessEqual ? 1 : 0);
  return AddTerm(term, op == Op::kLess || op == Op::kLessEqual, {time}, time.at);
}

Result<Typed> ExpressionCompiler::AddTerm(const TimeTerm& term,
                                          bool negated,
                                          const std::vector<Typed>& operands,
                                          std::size_t at) {
  const auto found = std::find(code_.terms.begin(), code_.terms.end(), term);
  Node node;
  node.op = Op::kTerm;
  node.kind = TypeKind::kBool;
  node.index = static_cast<std::uint32_t>(found - code_.terms.begin());
  node.number = Decimal::FromInt(negated ? 1 : 0);
  if (found == code_.terms.end()) {
    code_.terms.push_back(term);
  }
  return Add(node, operands, at);
}

}  // namespace luoshi::rules
