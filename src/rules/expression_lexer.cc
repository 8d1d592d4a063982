#include "rules/expression_lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace luoshi::rules {
namespace {

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

}  // namespace

Result<std::vector<Token>> ReadTokens(std::string_view source) { return Lexer(source).Read(); }

Error ErrorAt(std::string_view source, std::size_t at, std::string key, Params params) {
  return Error{ErrorCode::kInvalid, std::move(key), std::move(params), Position(source, at)};
}

}  // namespace luoshi::rules
