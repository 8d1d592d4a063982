#include "rules/expression.h"

#include <utility>

#include "base/text.h"
#include "rules/expression_compiler.h"
#include "rules/expression_lexer.h"
#include "rules/expression_program.h"

namespace luoshi::rules {

Result<Expression> Expression::Compile(std::string_view source,
                                       const Scope& scope,
                                       TypeKind wanted) {
  constexpr std::size_t kMaxSource = 4096;
  if (source.size() > kMaxSource) {
    return ErrorAt({}, 0, "expression.too_long", {});
  }
  if (!IsValidText(source)) {
    return ErrorAt({}, 0, "expression.syntax", {{"found", "?"}, {"expected", "UTF-8"}});
  }
  TRY_ASSIGN(std::vector<Token> tokens, ReadTokens(source));
  TRY_ASSIGN(ExpressionProgram program,
             ExpressionCompiler(source, scope, std::move(tokens)).Compile(wanted));
  Expression out;
  out.program_ = std::make_shared<const ExpressionProgram>(std::move(program));
  return out;
}

Value Expression::Evaluate(std::span<const Value> variables, std::span<const bool> terms) const {
  return program_ == nullptr ? Value() : program_->Evaluate(variables, terms);
}

bool Expression::IsTrue(std::span<const Value> variables, std::span<const bool> terms) const {
  return program_ != nullptr && program_->IsTrue(variables, terms);
}

const std::string& Expression::source() const {
  static const std::string kNone;
  return program_ == nullptr ? kNone : program_->source;
}

const std::vector<TimeTerm>& Expression::time_terms() const {
  static const std::vector<TimeTerm> kNone;
  return program_ == nullptr ? kNone : program_->terms;
}

const std::vector<std::size_t>& Expression::slots() const {
  static const std::vector<std::size_t> kNone;
  return program_ == nullptr ? kNone : program_->slots;
}

}  // namespace luoshi::rules
