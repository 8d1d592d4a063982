#include "rules/expression.h"

#include <algorithm>
#include <array>
#include <compare>
#include <utility>

#include "base/text.h"
#include "rules/form.h"

namespace luoshi::rules {
namespace {

constexpr std::size_t kMaxSource = 4096;
constexpr std::size_t kMaxNodes = 256;
constexpr int kMaxDepth = 24;

// ---- Program -----------------------------------------------------------------------------------

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

struct Frame {
  std::span<const Value> variables;
  std::span<const bool> terms;
  const Fields* row = nullptr;  // inside a group function
};

struct Code {
  std::string source;
  std::vector<Node> nodes;
  std::vector<std::uint16_t> children;
  std::vector<std::string> texts;
  std::vector<TimeTerm> terms;
  std::vector<std::size_t> slots;
  std::uint16_t root = 0;
  TypeKind wanted = TypeKind::kBool;

  const Node& Child(const Node& node, std::size_t i) const {
    return nodes[children[node.first + i]];
  }
  // Recursion is bounded: a node's operands stand before it, and there are at most kMaxNodes.
  Operand Run(const Node& node, const Frame& frame) const;
  Operand RunLogic(const Node& node, const Frame& frame) const;
  Operand RunComparison(const Node& node, const Frame& frame) const;
  Operand RunArithmetic(const Node& node, const Frame& frame) const;
  Operand RunOnRows(const Node& node, const Frame& frame) const;
  Operand RunTerm(const Node& node, const Frame& frame) const;
  Operand RunContains(const Node& node, const Frame& frame) const;
};

Date DayOf(const Operand& operand, TypeKind kind) {
  return kind == TypeKind::kTime ? DateTime{operand.number.units()}.date()
                                 : Date{static_cast<std::int32_t>(operand.number.units())};
}

Operand Code::RunLogic(const Node& node, const Frame& frame) const {
  const bool decisive = node.op == Op::kOr;  // the operand that settles the matter by itself
  bool all_known = true;
  for (std::size_t i = 0; i < node.count; ++i) {
    const Operand operand = Run(Child(node, i), frame);
    if (operand.known && operand.number.IsZero() != decisive) {
      return Known(decisive);
    }
    all_known = all_known && operand.known;
  }
  return all_known ? Known(!decisive) : Operand{};
}

Operand Code::RunComparison(const Node& node, const Frame& frame) const {
  const Operand left = Run(Child(node, 0), frame);
  const Operand right = Run(Child(node, 1), frame);
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

Operand Code::RunArithmetic(const Node& node, const Frame& frame) const {
  const Operand left = Run(Child(node, 0), frame);
  const Operand right = Run(Child(node, 1), frame);
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

Operand Code::RunOnRows(const Node& node, const Frame& frame) const {
  const Operand group = Run(Child(node, 0), frame);
  static const GroupRows kNoRows;
  const GroupRows* filled = group.value != nullptr ? group.value->As<GroupRows>() : nullptr;
  const GroupRows& rows = filled != nullptr ? *filled : kNoRows;
  if (node.count == 1) {
    return Known(static_cast<std::int64_t>(rows.size()));
  }
  Frame inner = frame;
  bool all_known = true;
  Decimal total;
  for (const Fields& row : rows) {
    inner.row = &row;
    const Operand operand = Run(Child(node, 1), inner);
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

Operand Code::RunTerm(const Node& node, const Frame& frame) const {
  const bool empty_day = node.count == 1 && !Run(Child(node, 0), frame).known;
  if (empty_day || node.index >= frame.terms.size()) {
    return {};
  }
  return Known(frame.terms[node.index] == node.number.IsZero());
}

Operand Code::RunContains(const Node& node, const Frame& frame) const {
  const Operand whole = Run(Child(node, 0), frame);
  const Operand part = Run(Child(node, 1), frame);
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

Operand Code::Run(const Node& node, const Frame& frame) const {
  switch (node.op) {
    case Op::kNumber:
      return Known(node.number);
    case Op::kText:
      return KnownText(texts[node.index]);
    case Op::kSlot:
      return node.index < frame.variables.size() ? Load(frame.variables[node.index], node.kind)
                                                 : Operand{};
    case Op::kMember: {
      if (frame.row == nullptr) {
        return {};  // cannot be: a member stands inside a group function only
      }
      const auto found = frame.row->find(std::string_view(texts[node.index]));
      return found != frame.row->end() ? Load(found->second, node.kind) : Operand{};
    }
    case Op::kTerm:
      return RunTerm(node, frame);
    case Op::kAnd:
    case Op::kOr:
      return RunLogic(node, frame);
    case Op::kConditional: {
      const Operand condition = Run(Child(node, 0), frame);
      return condition.known ? Run(Child(node, condition.number.IsZero() ? 2 : 1), frame)
                             : Operand{};
    }
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
      return RunComparison(node, frame);
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kRemainder:
    case Op::kDaysBetween:
    case Op::kDiv:
    case Op::kMin:
    case Op::kMax:
      return RunArithmetic(node, frame);
    case Op::kCount:
    case Op::kSum:
    case Op::kExists:
    case Op::kAll:
      return RunOnRows(node, frame);
    case Op::kContains:
    case Op::kStartsWith:
      return RunContains(node, frame);
    case Op::kFilled:
      return Known(Run(Child(node, 0), frame).known);
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
  const Operand operand = Run(child, frame);
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
      among = among || (item.op == Op::kText ? texts[item.index] == operand.text
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

// ---- Words -------------------------------------------------------------------------------------

enum class TokenKind { kEnd, kName, kNumber, kText, kSymbol };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;  // of kText: what it stands for
  std::size_t at = 0;
};

std::string Position(std::string_view source, std::size_t at) {
  std::size_t line = 1;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < at && i < source.size(); ++i) {
    if (source[i] == '\n') {
      ++line;
      begin = i + 1;
    }
  }
  return std::to_string(line) + ":" +
         std::to_string(CodePointCount(source.substr(begin, at - begin)) + 1);
}

Error ErrorAt(std::string_view source, std::size_t at, std::string key, Params params) {
  return Error{ErrorCode::kInvalid, std::move(key), std::move(params), Position(source, at)};
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsNamePart(char c) { return IsNameStart(c) || IsDigit(c); }

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Result<std::vector<Token>> Read() {
    std::vector<Token> out;
    while (true) {
      SkipSpace();
      Token token;
      token.at = at_;
      if (at_ == source_.size()) {
        out.push_back(std::move(token));
        return out;
      }
      const char c = source_[at_];
      if (IsNameStart(c)) {
        token.kind = TokenKind::kName;
        token.text = std::string(TakeWhile(IsNamePart));
      } else if (IsDigit(c)) {
        token.kind = TokenKind::kNumber;
        token.text = std::string(TakeWhile([](char d) { return IsNamePart(d) || d == '.'; }));
      } else if (c == '\'' || c == '"') {
        token.kind = TokenKind::kText;
        TRY_ASSIGN(token.text, ReadText(c));
      } else {
        token.kind = TokenKind::kSymbol;
        TRY_ASSIGN(token.text, ReadSymbol());
      }
      out.push_back(std::move(token));
    }
  }

 private:
  void SkipSpace() {
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        ++at_;
      } else if (source_.substr(at_, 2) == "//") {
        at_ = std::min(source_.find('\n', at_), source_.size());
      } else {
        return;
      }
    }
  }

  template <class Predicate>
  std::string_view TakeWhile(Predicate predicate) {
    const std::size_t begin = at_;
    while (at_ < source_.size() && predicate(source_[at_])) {
      ++at_;
    }
    return source_.substr(begin, at_ - begin);
  }

  Result<std::string> ReadText(char quote) {
    const std::size_t begin = at_;
    std::string out;
    for (++at_; at_ < source_.size() && source_[at_] != '\n'; ++at_) {
      char c = source_[at_];
      if (c == quote) {
        ++at_;
        if (out.empty()) {
          return ErrorAt(source_, begin, "expression.empty_text", {});
        }
        return out;
      }
      if (c == '\\') {
        constexpr std::string_view kEscapes = "\\'\"nt";
        constexpr std::string_view kMeanings = "\\'\"\n\t";
        const std::size_t which = ++at_ < source_.size() ? kEscapes.find(source_[at_]) : 5;
        if (which >= kEscapes.size()) {
          return Unexpected(at_ - 1, "\\\\ \\' \\\" \\n \\t");
        }
        c = kMeanings[which];
      }
      out.push_back(c);
    }
    return Unexpected(begin, std::string(1, quote));
  }

  Result<std::string> ReadSymbol() {
    constexpr std::array<std::string_view, 21> kSymbols = {"||", "&&", "==", "!=", "<=", ">=", "<",
                                                           ">",  "!",  "?",  ":",  "+",  "-",  "*",
                                                           "/",  "%",  "(",  ")",  "[",  "]",  ","};
    for (const std::string_view symbol : kSymbols) {
      if (source_.substr(at_).starts_with(symbol)) {
        at_ += symbol.size();
        return std::string(symbol);
      }
    }
    if (source_[at_] == '.') {
      ++at_;
      return std::string(".");
    }
    return Unexpected(at_, "|| && ! == != < <= > >= in + - * / % ( )");
  }

  Error Unexpected(std::size_t at, std::string expected) const {
    // one whole character, for it may be a full-width （ or ＝
    std::size_t end = at + 1;
    while (end < source_.size() && (static_cast<unsigned char>(source_[end]) & 0xC0U) == 0x80U) {
      ++end;
    }
    return ErrorAt(
        source_, at, "expression.syntax",
        {{"found", std::string(source_.substr(at, end - at))}, {"expected", std::move(expected)}});
  }

  std::string_view source_;
  std::size_t at_ = 0;
};

// ---- Nearest word, for hints -------------------------------------------------------------------

std::size_t EditDistance(std::string_view a, std::string_view b) {
  a = a.substr(0, 64);
  b = b.substr(0, 64);
  std::array<std::size_t, 65> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

std::string Nearest(std::string_view word, const std::vector<std::string>& words) {
  const auto best =
      std::min_element(words.begin(), words.end(), [&](const std::string& a, const std::string& b) {
        return EditDistance(word, a) < EditDistance(word, b);
      });
  return best == words.end() ? "" : *best;
}

// ---- Compiler ----------------------------------------------------------------------------------

std::string_view KindName(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInt:
      return "int";
    case TypeKind::kDecimal:
      return "decimal";
    case TypeKind::kText:
      return "text";
    case TypeKind::kDate:
      return "date";
    case TypeKind::kTime:
      return "time";
    case TypeKind::kEnum:
      return "enum";
    case TypeKind::kEnumList:
      return "enum_list";
    case TypeKind::kUnit:
      return "unit";
    case TypeKind::kReference:
      return "reference";
    case TypeKind::kPoint:
      return "point";
    case TypeKind::kGroup:
      return "group";
  }
  return "";
}

bool IsNumber(TypeKind kind) { return kind == TypeKind::kInt || kind == TypeKind::kDecimal; }
bool IsText(TypeKind kind) { return kind == TypeKind::kText || kind == TypeKind::kEnum; }
bool IsDay(TypeKind kind) { return kind == TypeKind::kDate || kind == TypeKind::kTime; }

// A node with what the compiler still needs to know about it.
struct Typed {
  std::uint16_t node = 0;
  TypeKind kind = TypeKind::kBool;
  std::size_t at = 0;
  const std::vector<std::string>* keys = nullptr;  // kEnum, kEnumList
  bool literal = false;
  // age(…) or elapsed(…) before it is compared with a number; kind is kGroup then, which nothing
  // takes that does not ask for it
  std::optional<TimeTerm::Kind> pending;
};

const std::vector<std::string>& SexKeys() {
  static const std::vector<std::string> keys = {"male", "female"};
  return keys;
}

// What functions with ordinary arguments look like. The argument kinds are checked in Apply.
struct Function {
  std::string_view name;
  std::string_view signature;
  std::size_t arguments;
  Op op;
};

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

template <class Table>
auto FindRow(const Table& table, std::string_view name) {
  return std::find_if(table.begin(), table.end(),
                      [name](const auto& row) { return row.first == name; });
}

class Compiler {
 public:
  Compiler(std::string_view source, const Scope& scope, std::vector<Token> tokens)
      : scope_(scope), tokens_(std::move(tokens)) {
    code_.source = std::string(source);
  }

  Result<Code> Compile(TypeKind wanted) {
    TRY_ASSIGN(const Typed root, Conditional());
    if (Peek().kind != TokenKind::kEnd) {
      return Unexpected("|| && == != < <= > >= in + - * / %");
    }
    TRY(Settled(root));
    const bool fits = root.kind == wanted ||
                      (IsNumber(root.kind) && wanted == TypeKind::kDecimal) ||
                      (IsText(root.kind) && IsText(wanted));
    if (!fits) {
      return WrongType(root, KindName(wanted));
    }
    code_.root = root.node;
    code_.wanted = wanted;
    std::sort(code_.slots.begin(), code_.slots.end());
    code_.slots.erase(std::unique(code_.slots.begin(), code_.slots.end()), code_.slots.end());
    return std::move(code_);
  }

 private:
  // -- Tokens
  const Token& Peek() const { return tokens_[next_]; }
  bool IsNext(std::string_view symbol) const {
    return Peek().kind == TokenKind::kSymbol && Peek().text == symbol;
  }
  bool Take(std::string_view symbol) {
    const bool there = IsNext(symbol);
    next_ += there ? 1 : 0;
    return there;
  }
  Status Expect(std::string_view symbol) {
    return Take(symbol) ? Status() : Status(Unexpected(symbol));
  }
  Result<Token> ExpectName(std::string_view expected) {
    if (Peek().kind != TokenKind::kName) {
      return Unexpected(expected);
    }
    return tokens_[next_++];
  }

  // -- Errors
  Error At(std::size_t at, std::string key, Params params) const {
    return ErrorAt(code_.source, at, std::move(key), std::move(params));
  }
  Error Unexpected(std::string_view expected) const { return Misplaced(Peek(), expected); }
  Error Misplaced(const Token& token, std::string_view expected) const {
    return At(token.at, "expression.syntax",
              {{"found", token.kind == TokenKind::kEnd ? "∎" : token.text},
               {"expected", std::string(expected)}});
  }
  Error WrongType(const Typed& found, std::string_view expected) const {
    if (found.pending) {
      return At(found.at, "expression.time_form", {});
    }
    return At(found.at, "expression.type",
              {{"found", std::string(KindName(found.kind))}, {"expected", std::string(expected)}});
  }
  Error TooLong() const { return At(Peek().at, "expression.too_long", {}); }
  Error UnknownName(const Token& token, const std::vector<std::string>& known) const {
    return At(token.at, "expression.unknown_name",
              {{"name", token.text.substr(0, 64)}, {"hint", Nearest(token.text, known)}});
  }
  Status Settled(const Typed& typed) const {
    return typed.pending ? Status(WrongType(typed, "")) : Status();
  }

  // -- Nodes
  Result<Typed> Add(Node node, const std::vector<Typed>& operands, std::size_t at) {
    if (code_.nodes.size() == kMaxNodes) {
      return TooLong();
    }
    node.first = static_cast<std::uint16_t>(code_.children.size());
    node.count = static_cast<std::uint16_t>(operands.size());
    for (const Typed& operand : operands) {
      code_.children.push_back(operand.node);
    }
    Typed typed;
    typed.node = static_cast<std::uint16_t>(code_.nodes.size());
    typed.kind = node.kind;
    typed.at = at;
    code_.nodes.push_back(node);
    return typed;
  }
  Result<Typed> Add(Op op, TypeKind kind, const std::vector<Typed>& operands, std::size_t at) {
    Node node;
    node.op = op;
    node.kind = kind;
    return Add(node, operands, at);
  }
  Result<Typed> AddNumber(Decimal number, TypeKind kind, std::size_t at) {
    Node node;
    node.kind = kind;
    node.number = number;
    TRY_ASSIGN(Typed typed, Add(node, {}, at));
    typed.literal = true;
    return typed;
  }
  const Node& NodeOf(const Typed& typed) const { return code_.nodes[typed.node]; }
  const std::string& TextOfLiteral(const Typed& typed) const {
    return code_.texts[NodeOf(typed).index];
  }

  // -- Grammar, from the weakest binding down
  // An else-if chain is not nesting: each link adds nodes, and these are counted.
  Result<Typed> Conditional() {
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

  Result<Typed> Nested() {
    if (++depth_ > kMaxDepth) {
      return TooLong();
    }
    Result<Typed> out = Conditional();
    --depth_;
    return out;
  }

  Result<Typed> Or() {
    return Chain("||", Op::kOr,
                 [this] { return Chain("&&", Op::kAnd, [this] { return Relation(); }); });
  }

  template <class Inner>
  Result<Typed> Chain(std::string_view symbol, Op op, Inner inner) {
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

  Result<Typed> Relation() {
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

  Status Comparable(const Typed& left, Op op, const Typed& right) const {
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

  Status IsKey(const Typed& literal, const std::vector<std::string>& keys) const {
    const std::string& text = TextOfLiteral(literal);
    if (std::find(keys.begin(), keys.end(), text) != keys.end()) {
      return {};
    }
    return At(literal.at, "expression.enum_value",
              {{"value", text.substr(0, 64)}, {"hint", Nearest(text, keys)}});
  }

  static bool SameKeys(const Typed& a, const Typed& b) {
    return a.kind == TypeKind::kEnum && b.kind == TypeKind::kEnum && *a.keys == *b.keys;
  }

  Result<Typed> In(const Typed& left) {
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

  Result<Typed> Sum() {
    TRY_ASSIGN(Typed left, Product());
    while (IsNext("+") || IsNext("-")) {
      const Op op = tokens_[next_++].text == "+" ? Op::kAdd : Op::kSubtract;
      TRY_ASSIGN(const Typed right, Product());
      TRY_ASSIGN(left, Arithmetic(op, left, right));
    }
    return left;
  }

  Result<Typed> Product() {
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

  Result<Typed> Arithmetic(Op op, const Typed& left, const Typed& right) {
    for (const Typed* operand : {&left, &right}) {
      if (!IsNumber(operand->kind)) {
        return WrongType(*operand, "int, decimal");
      }
    }
    return Add(op, left.kind == right.kind ? left.kind : TypeKind::kDecimal, {left, right},
               left.at);
  }

  Result<Typed> Unary() {
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

  Status ExpectKind(const Typed& typed, TypeKind kind) const {
    return typed.kind == kind ? Status() : Status(WrongType(typed, KindName(kind)));
  }

  Result<Typed> Number(std::string_view sign) {
    const Token& token = tokens_[next_++];
    const Result<Decimal> number = Decimal::Parse(std::string(sign) + token.text);
    if (!number.ok()) {
      return Misplaced(token, "12, 0.5 (≤ 18 digits, ≤ 9 behind the point)");
    }
    return AddNumber(*number, Contains(token.text, ".") ? TypeKind::kDecimal : TypeKind::kInt,
                     token.at);
  }

  Result<Typed> Primary() {
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

  std::uint32_t AddText(const std::string& text) {
    code_.texts.push_back(text);
    return static_cast<std::uint32_t>(code_.texts.size() - 1);
  }

  static const Variable* Find(const std::vector<Variable>& variables, std::string_view name) {
    const auto found = std::find_if(variables.begin(), variables.end(),
                                    [name](const Variable& v) { return v.name == name; });
    return found == variables.end() ? nullptr : &*found;
  }

  static std::vector<std::string> Names(const std::vector<Variable>& variables) {
    std::vector<std::string> out;
    out.reserve(variables.size());
    for (const Variable& variable : variables) {
      out.push_back(variable.name);
    }
    return out;
  }

  Result<Typed> Slot(const Token& token) {
    const Variable* variable = Find(scope_.variables, token.text);
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

  Result<Typed> Member() {
    TRY(Expect("."));
    TRY_ASSIGN(const Token name, ExpectName("row.field"));
    const Variable* member = Find(*row_, name.text);
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

  // -- Functions; the name and "(" are taken already
  Result<Typed> Call(const Token& name) {
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

  Result<Typed> Apply(const Function& function,
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

  Result<Typed> DateLiteral(const Typed& literal, std::size_t at) {
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
  Result<Typed> ApplyRounding(const Function& function,
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

  Result<Typed> OnRows(const Token& name, Op op) {
    if (row_ != nullptr) {
      return At(name.at, "expression.nested_group", {});  // cost stays nodes × rows
    }
    TRY_ASSIGN(const Token group_name, ExpectName(name.text + "(group, row, …)"));
    TRY_ASSIGN(const Typed group, Slot(group_name));
    TRY(ExpectKind(group, TypeKind::kGroup));
    TRY(Expect(","));
    TRY_ASSIGN(const Token row, ExpectName("row"));
    if (Find(scope_.variables, row.text) != nullptr) {
      return Misplaced(row, "row");  // would hide a field
    }
    if (op == Op::kCount && Take(")")) {
      return Add(op, TypeKind::kInt, {group}, name.at);
    }
    TRY(Expect(","));
    row_ = &Find(scope_.variables, group_name.text)->type.members;
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

  // -- Time
  Result<Typed> OnTime(const Token& name, TimeTerm::Kind kind) {
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
  Result<Typed> Term(const Typed& left, Op op, const Typed& right) {
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

  Result<Typed> AddTerm(const TimeTerm& term,
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

  const Scope& scope_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
  const std::vector<Variable>* row_ = nullptr;  // members of the group whose rows are gone through
  std::string row_name_;
  Code code_;
};

}  // namespace

struct Expression::Program {
  Code code;
};

Result<Expression> Expression::Compile(std::string_view source,
                                       const Scope& scope,
                                       TypeKind wanted) {
  if (source.size() > kMaxSource) {
    return ErrorAt({}, 0, "expression.too_long", {});
  }
  if (!IsValidText(source)) {
    return ErrorAt({}, 0, "expression.syntax", {{"found", "?"}, {"expected", "UTF-8"}});
  }
  TRY_ASSIGN(std::vector<Token> tokens, Lexer(source).Read());
  TRY_ASSIGN(Code code, Compiler(source, scope, std::move(tokens)).Compile(wanted));
  Expression out;
  out.program_ = std::make_shared<const Program>(Program{std::move(code)});
  return out;
}

Value Expression::Evaluate(std::span<const Value> variables, std::span<const bool> terms) const {
  if (program_ == nullptr) {
    return {};
  }
  const Code& code = program_->code;
  const Operand out = code.Run(code.nodes[code.root], Frame{variables, terms, nullptr});
  if (!out.known) {
    return {};
  }
  switch (code.wanted) {
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

bool Expression::IsTrue(std::span<const Value> variables, std::span<const bool> terms) const {
  if (program_ == nullptr || program_->code.wanted != TypeKind::kBool) {
    return false;
  }
  const Code& code = program_->code;
  return IsTrueOperand(code.Run(code.nodes[code.root], Frame{variables, terms, nullptr}));
}

const std::string& Expression::source() const {
  static const std::string kNone;
  return program_ == nullptr ? kNone : program_->code.source;
}

const std::vector<TimeTerm>& Expression::time_terms() const {
  static const std::vector<TimeTerm> kNone;
  return program_ == nullptr ? kNone : program_->code.terms;
}

const std::vector<std::size_t>& Expression::slots() const {
  static const std::vector<std::size_t> kNone;
  return program_ == nullptr ? kNone : program_->code.slots;
}

}  // namespace luoshi::rules
