#include "document/html_scan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>

#include "base/text.h"

namespace luoshi::document {
namespace {

// What stands inside these is not markup.
constexpr std::array<std::string_view, 2> kRaw = {"script", "style"};

const std::map<std::string_view, std::string_view>& Entities() {
  static const std::map<std::string_view, std::string_view> entities = {
      {"amp", "&"},    {"lt", "<"},     {"gt", ">"},        {"quot", "\""},  {"apos", "'"},
      {"nbsp", " "},   {"ensp", " "},   {"emsp", "\u3000"}, {"thinsp", " "}, {"ldquo", "“"},
      {"rdquo", "”"},  {"lsquo", "‘"},  {"rsquo", "’"},     {"mdash", "—"},  {"ndash", "–"},
      {"hellip", "…"}, {"middot", "·"}, {"bull", "•"},      {"times", "×"},  {"divide", "÷"},
      {"deg", "°"},    {"permil", "‰"}, {"yen", "¥"},       {"copy", "©"},   {"reg", "®"},
      {"sect", "§"},   {"plusmn", "±"}, {"le", "≤"},        {"ge", "≥"},     {"ne", "≠"},
      {"sup2", "²"},   {"sup3", "³"},   {"laquo", "«"},     {"raquo", "»"},  {"zwnj", ""},
      {"zwj", ""},     {"shy", ""},     {"rarr", "→"},      {"larr", "←"},   {"ordm", "º"}};
  return entities;
}

std::size_t DecodeEntity(std::string_view text, std::string& decoded) {
  constexpr std::size_t kLongest = 12;
  const std::size_t end = text.substr(0, kLongest).find(';');
  if (end == std::string_view::npos || end < 2) {
    return 1;
  }
  const std::string_view name = text.substr(1, end - 1);
  if (name[0] == '#') {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t value = 0;
    const auto [stop, status] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    if (status != std::errc() || stop != digits.data() + digits.size() || value == 0 ||
        value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
      return 1;
    }
    decoded.clear();
    AppendCodePoint(decoded, value);
    return end + 1;
  }
  const auto found = Entities().find(name);
  if (found == Entities().end()) {
    return 1;
  }
  decoded = found->second;
  return end + 1;
}

class Scanner {
 public:
  Scanner(std::string_view html, HtmlHandler& handler) : rest_(html), handler_(handler) {}

  void Run() {
    while (!rest_.empty()) {
      const std::size_t tag = rest_.find('<');
      AddText(rest_.substr(0, tag));
      rest_.remove_prefix(tag == std::string_view::npos ? rest_.size() : tag);
      if (!rest_.empty()) {
        ReadTag();
      }
    }
  }

 private:
  void SkipPast(std::string_view end, std::size_t from) {
    const std::size_t found = rest_.find(end, from);
    rest_.remove_prefix(found == std::string_view::npos ? rest_.size() : found + end.size());
  }

  void ReadTag() {
    if (rest_.starts_with("<!--")) {
      SkipPast("-->", 4);
      return;
    }
    if (rest_.starts_with("<!") || rest_.starts_with("<?")) {
      SkipPast(">", 2);
      return;
    }
    HtmlTag tag;
    tag.closing = rest_.substr(1, 1) == "/";
    std::size_t at = tag.closing ? 2 : 1;
    for (; at < rest_.size(); ++at) {
      const char c = rest_[at];
      if (c >= 'A' && c <= 'Z') {
        tag.name.push_back(static_cast<char>(c - 'A' + 'a'));
      } else if ((c >= 'a' && c <= 'z') || (!tag.name.empty() && c >= '0' && c <= '9')) {
        tag.name.push_back(c);
      } else {
        break;
      }
    }
    if (tag.name.empty()) {  // a lone < is text
      AddText(rest_.substr(0, 1));
      rest_.remove_prefix(1);
      return;
    }
    const std::size_t attributes = at;
    char quote = '\0';
    for (; at < rest_.size(); ++at) {
      const char c = rest_[at];
      if (quote != '\0') {
        quote = c == quote ? '\0' : quote;
      } else if ((c == '"' || c == '\'') && rest_[at - 1] == '=') {
        quote = c;
      } else if (c == '>') {
        break;
      }
    }
    tag.empty = at < rest_.size() && rest_[at - 1] == '/';
    tag.attributes = rest_.substr(attributes, at - attributes);
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
    handler_.OnTag(tag);
    if (!tag.closing && !tag.empty && std::find(kRaw.begin(), kRaw.end(), tag.name) != kRaw.end()) {
      SkipRaw(tag.name);
    }
  }

  // Up to the end tag, whatever stands there.
  void SkipRaw(const std::string& name) {
    std::size_t at = 0;
    while ((at = rest_.find("</", at)) != std::string_view::npos) {
      if (MatchKey(rest_.substr(at + 2, name.size())) == name) {
        rest_.remove_prefix(at);
        return;
      }
      at += 2;
    }
    rest_ = {};
  }

  void AddText(std::string_view text) {
    while (!text.empty()) {
      const std::size_t plain = std::min(text.find('&'), text.size());
      if (plain > 0) {
        handler_.OnText(text.substr(0, plain));
        text.remove_prefix(plain);
        continue;
      }
      std::string decoded = "&";
      text.remove_prefix(DecodeEntity(text, decoded));
      handler_.OnText(decoded);
    }
  }

  std::string_view rest_;
  HtmlHandler& handler_;
};

}  // namespace

std::string HtmlTag::Attribute(std::string_view wanted) const {
  std::size_t at = 0;
  while (at < attributes.size()) {
    const std::size_t begin = attributes.find_first_not_of(" \t\r\n/", at);
    if (begin == std::string_view::npos) {
      break;
    }
    std::size_t end = std::min(attributes.find_first_of(" \t\r\n=", begin), attributes.size());
    const std::string_view key = attributes.substr(begin, end - begin);
    const std::size_t equal = attributes.find_first_not_of(" \t\r\n", end);
    if (equal == std::string_view::npos || attributes[equal] != '=') {
      at = std::max(end, begin + 1);
      continue;
    }
    std::size_t value =
        std::min(attributes.find_first_not_of(" \t\r\n", equal + 1), attributes.size());
    std::size_t close = value;
    if (value < attributes.size() && (attributes[value] == '"' || attributes[value] == '\'')) {
      close = std::min(attributes.find(attributes[value], value + 1), attributes.size());
      ++value;
      at = std::min(close + 1, attributes.size());
    } else {
      close = std::min(attributes.find_first_of(" \t\r\n", value), attributes.size());
      at = close;
    }
    const std::string found = MatchKey(key);
    if (found == wanted) {
      return std::string(attributes.substr(value, close - value));
    }
  }
  return "";
}

void ScanHtml(std::string_view html, HtmlHandler& handler) { Scanner(html, handler).Run(); }

}  // namespace luoshi::document
