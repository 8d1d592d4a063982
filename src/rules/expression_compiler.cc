#include "rules/expression_compiler.h"

#include <algorithm>
#include <array>
#include <utility>

namespace luoshi::rules {
namespace {

constexpr std::size_t kMaxNodes = 256;

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

}  // namespace

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

const Variable* FindVariable(const std::vector<Variable>& variables, std::string_view name) {
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [name](const Variable& v) { return v.name == name; });
  return found == variables.end() ? nullptr : &*found;
}

ExpressionCompiler::ExpressionCompiler(std::string_view source,
                                       const Scope& scope,
                                       std::vector<Token> tokens)
    : scope_(scope), tokens_(std::move(tokens)) {
  code_.source = std::string(source);
}

Result<ExpressionProgram> ExpressionCompiler::Compile(TypeKind wanted) {
  TRY_ASSIGN(const Typed root, Conditional());
  if (Peek().kind != TokenKind::kEnd) {
    return Unexpected("|| && == != < <= > >= in + - * / %");
  }
  TRY(Settled(root));
  const bool fits = root.kind == wanted || (IsNumber(root.kind) && wanted == TypeKind::kDecimal) ||
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

// ---- Tokens and errors -------------------------------------------------------------------------

bool ExpressionCompiler::IsNext(std::string_view symbol) const {
  return Peek().kind == TokenKind::kSymbol && Peek().text == symbol;
}

bool ExpressionCompiler::Take(std::string_view symbol) {
  const bool there = IsNext(symbol);
  next_ += there ? 1 : 0;
  return there;
}

Status ExpressionCompiler::Expect(std::string_view symbol) {
  return Take(symbol) ? Status() : Status(Unexpected(symbol));
}

Result<Token> ExpressionCompiler::ExpectName(std::string_view expected) {
  if (Peek().kind != TokenKind::kName) {
    return Unexpected(expected);
  }
  return tokens_[next_++];
}

Error ExpressionCompiler::At(std::size_t at, std::string key, Params params) const {
  return ErrorAt(code_.source, at, std::move(key), std::move(params));
}

Error ExpressionCompiler::Unexpected(std::string_view expected) const {
  return Misplaced(Peek(), expected);
}

Error ExpressionCompiler::Misplaced(const Token& token, std::string_view expected) const {
  return At(token.at, "expression.syntax",
            {{"found", token.kind == TokenKind::kEnd ? "∎" : token.text},
             {"expected", std::string(expected)}});
}

Error ExpressionCompiler::WrongType(const Typed& found, std::string_view expected) const {
  if (found.pending) {
    return At(found.at, "expression.time_form", {});
  }
  return At(found.at, "expression.type",
            {{"found", std::string(KindName(found.kind))}, {"expected", std::string(expected)}});
}

Error ExpressionCompiler::TooLong() const { return At(Peek().at, "expression.too_long", {}); }

Error ExpressionCompiler::UnknownName(const Token& token,
                                      const std::vector<std::string>& known) const {
  return At(token.at, "expression.unknown_name",
            {{"name", token.text.substr(0, 64)}, {"hint", Nearest(token.text, known)}});
}

Status ExpressionCompiler::Settled(const Typed& typed) const {
  return typed.pending ? Status(WrongType(typed, "")) : Status();
}

Result<Typed> ExpressionCompiler::Add(Node node,
                                      const std::vector<Typed>& operands,
                                      std::size_t at) {
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

Result<Typed> ExpressionCompiler::Add(Op op,
                                      TypeKind kind,
                                      const std::vector<Typed>& operands,
                                      std::size_t at) {
  Node node;
  node.op = op;
  node.kind = kind;
  return Add(node, operands, at);
}

Result<Typed> ExpressionCompiler::AddNumber(Decimal number, TypeKind kind, std::size_t at) {
  Node node;
  node.kind = kind;
  node.number = number;
  TRY_ASSIGN(Typed typed, Add(node, {}, at));
  typed.literal = true;
  return typed;
}

const std::string& ExpressionCompiler::TextOfLiteral(const Typed& typed) const {
  return code_.texts[NodeOf(typed).index];
}

std::uint32_t ExpressionCompiler::AddText(const std::string& text) {
  code_.texts.push_back(text);
  return static_cast<std::uint32_t>(code_.texts.size() - 1);
}

Status ExpressionCompiler::ExpectKind(const Typed& typed, TypeKind kind) const {
  return typed.kind == kind ? Status() : Status(WrongType(typed, KindName(kind)));
}

Status ExpressionCompiler::IsKey(const Typed& literal, const std::vector<std::string>& keys) const {
  const std::string& text = TextOfLiteral(literal);
  if (std::find(keys.begin(), keys.end(), text) != keys.end()) {
    return {};
  }
  return At(literal.at, "expression.enum_value",
            {{"value", text.substr(0, 64)}, {"hint", Nearest(text, keys)}});
}

}  // namespace luoshi::rules
