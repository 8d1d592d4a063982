// From the words of an expression to its program: one pass that parses, types and emits. Of this
// module only: others call Expression::Compile. expression_grammar.cc has what operators mean,
// expression_functions.cc what functions and time terms mean.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "rules/expression.h"
#include "rules/expression_lexer.h"
#include "rules/expression_program.h"

namespace luoshi::rules {

inline bool IsNumber(TypeKind kind) { return kind == TypeKind::kInt || kind == TypeKind::kDecimal; }
inline bool IsText(TypeKind kind) { return kind == TypeKind::kText || kind == TypeKind::kEnum; }
inline bool IsDay(TypeKind kind) { return kind == TypeKind::kDate || kind == TypeKind::kTime; }
std::string_view KindName(TypeKind kind);  // as errors have it

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

// What functions with ordinary arguments look like. The argument kinds are checked in Apply.
struct Function {
  std::string_view name;
  std::string_view signature;
  std::size_t arguments;
  Op op;
};

// The row of a table of pairs that begins with `name`, or its end.
template <class Table>
auto FindRow(const Table& table, std::string_view name) {
  return std::find_if(table.begin(), table.end(),
                      [name](const auto& row) { return row.first == name; });
}

// Serves one source: Compile is called once.
class ExpressionCompiler {
 public:
  // `scope` outlives it. REQUIRES: `tokens` ends with kEnd.
  ExpressionCompiler(std::string_view source, const Scope& scope, std::vector<Token> tokens);

  // Errors as Expression::Compile.
  Result<ExpressionProgram> Compile(TypeKind wanted);

 private:
  // -- Tokens
  const Token& Peek() const { return tokens_[next_]; }
  bool IsNext(std::string_view symbol) const;
  bool Take(std::string_view symbol);
  Status Expect(std::string_view symbol);
  Result<Token> ExpectName(std::string_view expected);

  // -- Errors
  Error At(std::size_t at, std::string key, Params params) const;
  Error Unexpected(std::string_view expected) const;
  Error Misplaced(const Token& token, std::string_view expected) const;
  Error WrongType(const Typed& found, std::string_view expected) const;
  Error TooLong() const;
  Error UnknownName(const Token& token, const std::vector<std::string>& known) const;
  Status Settled(const Typed& typed) const;  // not waiting for a comparison
  Status ExpectKind(const Typed& typed, TypeKind kind) const;
  Status IsKey(const Typed& literal, const std::vector<std::string>& keys) const;

  // -- Nodes
  Result<Typed> Add(Node node, const std::vector<Typed>& operands, std::size_t at);
  Result<Typed> Add(Op op, TypeKind kind, const std::vector<Typed>& operands, std::size_t at);
  Result<Typed> AddNumber(Decimal number, TypeKind kind, std::size_t at);
  std::uint32_t AddText(const std::string& text);
  const Node& NodeOf(const Typed& typed) const { return code_.nodes[typed.node]; }
  const std::string& TextOfLiteral(const Typed& typed) const;

  // -- Grammar, from the weakest binding down
  Result<Typed> Conditional();
  Result<Typed> Nested();
  Result<Typed> Or();
  template <class Inner>
  Result<Typed> Chain(std::string_view symbol, Op op, Inner inner);
  Result<Typed> Relation();
  Status Comparable(const Typed& left, Op op, const Typed& right) const;
  Result<Typed> In(const Typed& left);
  Result<Typed> Sum();
  Result<Typed> Product();
  Result<Typed> Arithmetic(Op op, const Typed& left, const Typed& right);
  Result<Typed> Unary();
  Result<Typed> Number(std::string_view sign);
  Result<Typed> Primary();
  Result<Typed> Slot(const Token& token);
  Result<Typed> Member();

  // -- Functions; the name and "(" are taken already
  Result<Typed> Call(const Token& name);
  Result<Typed> Apply(const Function& function,
                      const std::vector<Typed>& arguments,
                      std::size_t at);
  Result<Typed> DateLiteral(const Typed& literal, std::size_t at);
  Result<Typed> ApplyRounding(const Function& function,
                              const std::vector<Typed>& arguments,
                              std::size_t at);
  Result<Typed> OnRows(const Token& name, Op op);

  // -- Time
  Result<Typed> OnTime(const Token& name, TimeTerm::Kind kind);
  Result<Typed> Term(const Typed& left, Op op, const Typed& right);
  Result<Typed> AddTerm(const TimeTerm& term,
                        bool negated,
                        const std::vector<Typed>& operands,
                        std::size_t at);

  const Scope& scope_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
  const std::vector<Variable>* row_ = nullptr;  // members of the group whose rows are gone through
  std::string row_name_;
  ExpressionProgram code_;
};

// The variable of this name, or nullptr.
const Variable* FindVariable(const std::vector<Variable>& variables, std::string_view name);

}  // namespace luoshi::rules
