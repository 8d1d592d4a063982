#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "document/html_scan.h"
#include "document/text_parts.h"

namespace luoshi::document {
namespace {

// Tags whose content is not the page's text.
constexpr std::array<std::string_view, 13> kDropped = {
    "script", "style",  "nav",    "head",   "noscript", "template", "svg",
    "iframe", "select", "button", "footer", "aside",    "object"};
constexpr std::array<std::string_view, 33> kBlocks = {
    "p",       "div",     "h1",   "h2",      "h3",     "h4",        "h5",         "h6",    "li",
    "ul",      "ol",      "dl",   "dt",      "dd",     "table",     "thead",      "tbody", "tr",
    "section", "article", "main", "header",  "form",   "fieldset",  "blockquote", "pre",   "hr",
    "center",  "body",    "html", "caption", "figure", "figcaption"};

template <std::size_t N>
bool IsOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class TextReader : public HtmlHandler {
 public:
  std::string Take() {
    EndLine();
    return std::move(out_);
  }

  void OnTag(const HtmlTag& tag) override {
    const std::string& name = tag.name;
    const bool closing = tag.closing;
    if (IsOneOf(name, kDropped)) {
      OnDropped(name, closing, tag.empty);
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

  void OnText(std::string_view piece) override {
    if (dropped_.empty()) {
      AddText(piece);
    }
  }

 private:
  void OnDropped(const std::string& name, bool closing, bool empty_tag) {
    if (!closing) {
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
    if (text == "\u00A0") {
      text = " ";
    }
    for (const char c : text) {
      if (c == '\n' || c == '\t' || c == ' ') {
        if (!line_.empty() && !line_.ends_with(' ') && !line_.ends_with('\t')) {
          line_ += ' ';
        }
      } else {
        line_ += c;
      }
    }
  }

  void EndLine() {
    if (!Trim(line_).empty()) {
      out_ += line_;
      out_ += '\n';
    }
    line_.clear();
    cell_start_ = 0;
  }

  std::string out_;
  std::string line_;
  std::vector<std::string> dropped_;
  int cells_ = 0;
  std::size_t cell_start_ = 0;
  bool in_row_ = false;
};

}  // namespace

std::string HtmlText(std::string_view html) {
  TextReader reader;
  ScanHtml(html, reader);
  return reader.Take();
}

std::string TidyHtmlText(std::string_view html) { return TidyLines(HtmlText(html)); }

}  // namespace luoshi::document
