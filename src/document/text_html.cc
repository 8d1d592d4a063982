#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <vector>

#include "base/text.h"
#include "document/text_parts.h"

namespace luoshi::document {
namespace {

// Tags whose content is not the page's text.
constexpr std::array<std::string_view, 13> kDropped = {
    "script", "style",  "nav",    "head",   "noscript", "template", "svg",
    "iframe", "select", "button", "footer", "aside",    "object"};
// Of these, what stands inside is not even markup.
constexpr std::array<std::string_view, 2> kRaw = {"script", "style"};
constexpr std::array<std::string_view, 33> kBlocks = {
    "p",       "div",     "h1",   "h2",      "h3",     "h4",        "h5",         "h6",    "li",
    "ul",      "ol",      "dl",   "dt",      "dd",     "table",     "thead",      "tbody", "tr",
    "section", "article", "main", "header",  "form",   "fieldset",  "blockquote", "pre",   "hr",
    "center",  "body",    "html", "caption", "figure", "figcaption"};

template <std::size_t N>
bool IsOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

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

class Reader {
 public:
  explicit Reader(std::string_view html) : rest_(html) {}

  std::string Run() {
    while (!rest_.empty()) {
      const std::size_t tag = rest_.find('<');
      AddText(rest_.substr(0, tag));
      rest_.remove_prefix(tag == std::string_view::npos ? rest_.size() : tag);
      if (!rest_.empty()) {
        ReadTag();
      }
    }
    EndLine();
    return std::move(out_);
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
    const bool closing = rest_.substr(1, 1) == "/";
    std::size_t at = closing ? 2 : 1;
    std::string name;
    for (; at < rest_.size(); ++at) {
      const char c = rest_[at];
      if (c >= 'A' && c <= 'Z') {
        name.push_back(static_cast<char>(c - 'A' + 'a'));
      } else if ((c >= 'a' && c <= 'z') || (!name.empty() && c >= '0' && c <= '9')) {
        name.push_back(c);
      } else {
        break;
      }
    }
    if (name.empty()) {  // a lone < is text
      AddText(rest_.substr(0, 1));
      rest_.remove_prefix(1);
      return;
    }
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
    const bool empty_tag = at < rest_.size() && rest_[at - 1] == '/';
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
    OnTag(name, closing, empty_tag);
  }

  void OnTag(const std::string& name, bool closing, bool empty_tag) {
    if (IsOneOf(name, kDropped)) {
      OnDropped(name, closing, empty_tag);
      return;
    }
    if (!dropped_.empty()) {
      // A body that opens ends a head that was never closed.
      if (name == "body" && !closing && dropped_.front() == "head") {
        dropped_.clear();
      }
      return;
    }
    if (name == "br") {
      AddBreak();
    } else if (name == "td" || name == "th") {
      if (!closing) {
        if (in_row_ && cells_ > 0) {
          while (line_.ends_with(' ')) {
            line_.pop_back();
          }
          line_ += '\t';
        }
        ++cells_;
        cell_start_ = line_.size();
      }
    } else if (name == "tr") {
      EndLine();
      in_row_ = !closing;
      cells_ = 0;
    } else if (IsOneOf(name, kBlocks)) {
      if (in_row_ && cells_ > 0 && name != "table" && name != "tbody") {
        AddBreak();
      } else {
        EndLine();
        in_row_ = in_row_ && name != "table";
      }
    }
  }

  void OnDropped(const std::string& name, bool closing, bool empty_tag) {
    if (!closing) {
      if (IsOneOf(name, kRaw) && !empty_tag) {
        // Up to its end tag, whatever stands there.
        std::size_t at = 0;
        while ((at = rest_.find("</", at)) != std::string_view::npos) {
          const std::string tag = MatchKey(rest_.substr(at + 2, name.size()));
          if (tag == name) {
            rest_.remove_prefix(at);
            SkipPast(">", 0);
            return;
          }
          at += 2;
        }
        rest_ = {};
        return;
      }
      constexpr std::size_t kDeepest = 256;
      if (!empty_tag && dropped_.size() < kDeepest) {
        dropped_.push_back(name);
      }
      return;
    }
    const auto open = std::find(dropped_.rbegin(), dropped_.rend(), name);
    if (open != dropped_.rend()) {
      dropped_.erase(open.base() - 1, dropped_.end());
    }
  }

  // In a table's cell lines become blanks: the row is one line.
  void AddBreak() {
    if (in_row_ && cells_ > 0) {
      if (line_.size() > cell_start_ && !line_.ends_with(' ')) {
        line_ += ' ';
      }
    } else {
      EndLine();
    }
  }

  void AddText(std::string_view text) {
    if (!dropped_.empty()) {
      return;
    }
    while (!text.empty()) {
      const char c = text[0];
      std::string decoded(1, c);
      std::size_t taken = 1;
      if (c == '&') {
        taken = DecodeEntity(text, decoded);
      }
      text.remove_prefix(taken);
      if (decoded == "\n" || decoded == "\t" || decoded == " " || decoded == "\u00A0") {
        if (!line_.empty() && !line_.ends_with(' ') && !line_.ends_with('\t')) {
          line_ += ' ';
        }
      } else {
        line_ += decoded;
      }
    }
  }

  static std::size_t DecodeEntity(std::string_view text, std::string& decoded) {
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

  void EndLine() {
    if (!Trim(line_).empty()) {
      out_ += line_;
      out_ += '\n';
    }
    line_.clear();
    cell_start_ = 0;
  }

  std::string_view rest_;
  std::string out_;
  std::string line_;
  std::vector<std::string> dropped_;
  int cells_ = 0;
  std::size_t cell_start_ = 0;
  bool in_row_ = false;
};

}  // namespace

std::string HtmlText(std::string_view html) { return Reader(html).Run(); }

}  // namespace luoshi::document
