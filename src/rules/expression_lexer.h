// The words of an expression's text. Of this module only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"

namespace luoshi::rules {

enum class TokenKind { kEnd, kName, kNumber, kText, kSymbol };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;    // of kText: what it stands for
  std::size_t at = 0;  // byte of the source
};

// All words, kEnd last. `source` is valid text. Errors as Expression::Compile has them:
// expression.syntax, expression.empty_text.
Result<std::vector<Token>> ReadTokens(std::string_view source);

// kInvalid, with "line:column" of byte `at` as pointer.
Error ErrorAt(std::string_view source, std::size_t at, std::string key, Params params);

}  // namespace luoshi::rules
