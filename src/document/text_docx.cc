#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.h"
#include "document/text_parts.h"
#include "document/xml.h"

namespace luoshi::document {
namespace {

constexpr int kLevels = 9;

int ToInt(std::string_view text, int otherwise) {
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct Level {
  int start = 1;
  std::string format = "decimal";
  std::string text;
  bool legal = false;  // 1.1 below 一、: all its numbers in digits
};

struct Numbering {
  std::map<std::string, std::vector<Level>, std::less<>> abstract;  // by abstractNumId
  std::map<std::string, std::string, std::less<>> instance;         // numId → abstractNumId
};

class NumberingParser : public XmlHandler {
 public:
  void Start(std::string_view name, const XmlAttributes& attributes) override {
    const std::string value(attributes.Get("val"));
    if (name == "abstractNum") {
      id_ = attributes.Get("abstractNumId");
      numbering.abstract[id_].resize(kLevels);
      level_ = nullptr;
    } else if (name == "num") {
      id_ = attributes.Get("numId");
      level_ = nullptr;
    } else if (name == "abstractNumId") {
      numbering.instance[id_] = value;
    } else if (name == "lvl") {
      const int index = ToInt(attributes.Get("ilvl"), -1);
      const auto found = numbering.abstract.find(id_);
      level_ = index >= 0 && index < kLevels && found != numbering.abstract.end() && !in_override_
                   ? &found->second[static_cast<std::size_t>(index)]
                   : nullptr;
    } else if (name == "lvlOverride") {
      in_override_ = true;
    } else if (level_ != nullptr && name == "start") {
      level_->start = std::clamp(ToInt(value, 1), 0, 100'000);
    } else if (level_ != nullptr && name == "numFmt") {
      level_->format = value;
    } else if (level_ != nullptr && name == "isLgl") {
      level_->legal = true;
    } else if (level_ != nullptr && name == "lvlText") {
      // Longer is no number, and would be repeated for every paragraph.
      constexpr std::size_t kLongest = 256;
      level_->text = value.size() <= kLongest ? value : std::string();
    }
  }
  void End(std::string_view name) override {
    if (name == "lvl") {
      level_ = nullptr;
    } else if (name == "lvlOverride") {
      in_override_ = false;
    }
  }
  Numbering numbering;

 private:
  std::string id_;
  Level* level_ = nullptr;
  bool in_override_ = false;
};

// Paragraph styles that number their paragraphs.
struct StyleNumber {
  std::string based_on;
  std::string num_id;
  int level = 0;
};
using StyleNumbers = std::map<std::string, StyleNumber, std::less<>>;

class StyleParser : public XmlHandler {
 public:
  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "style") {
      current_ = &styles[std::string(attributes.Get("styleId"))];
    } else if (current_ == nullptr) {
      return;
    } else if (name == "basedOn") {
      current_->based_on = attributes.Get("val");
    } else if (name == "numId") {
      current_->num_id = attributes.Get("val");
    } else if (name == "ilvl") {
      current_->level = ToInt(attributes.Get("val"), 0);
    }
  }
  void End(std::string_view name) override {
    if (name == "style") {
      current_ = nullptr;
    }
  }
  StyleNumbers styles;

 private:
  StyleNumber* current_ = nullptr;
};

std::string Roman(int value) {
  constexpr std::pair<int, std::string_view> kParts[] = {
      {1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"},
      {40, "XL"},  {10, "X"},   {9, "IX"},  {5, "V"},    {4, "IV"},  {1, "I"}};
  std::string out;
  for (const auto& [worth, letters] : kParts) {
    for (; value >= worth; value -= worth) {
      out += letters;
    }
  }
  return out;
}

std::string Lower(std::string text) {
  for (char& c : text) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

std::string WriteNumber(int value, std::string_view format) {
  constexpr int kMostRoman = 3999;
  if (format.starts_with("chineseCounting") || format.starts_with("chineseLegal") ||
      format.starts_with("japaneseCounting") || format.starts_with("taiwaneseCounting") ||
      format == "ideographDigital" || format == "ideographEnclosedCircle") {
    return ToChineseNumber(value);
  }
  if (format == "decimalEnclosedCircle" || format == "decimalEnclosedCircleChinese") {
    constexpr char32_t kCircledOne = U'①';
    if (value >= 1 && value <= 20) {
      return FromCodePoints(std::u32string(1, kCircledOne + static_cast<char32_t>(value - 1)));
    }
  }
  if ((format == "upperRoman" || format == "lowerRoman") && value <= kMostRoman) {
    return format == "upperRoman" ? Roman(value) : Lower(Roman(value));
  }
  if ((format == "upperLetter" || format == "lowerLetter") && value >= 1 && value <= 26) {
    const std::string letter(1, static_cast<char>('A' + value - 1));
    return format == "upperLetter" ? letter : Lower(letter);
  }
  return std::to_string(value);
}

// The running numbers of all lists of a document.
class Counters {
 public:
  explicit Counters(const Numbering& numbering) : numbering_(numbering) {}

  std::string Next(std::string_view num_id, int level) {
    const auto instance = numbering_.instance.find(num_id);
    if (level < 0 || level >= kLevels || instance == numbering_.instance.end()) {
      return {};
    }
    const auto abstract = numbering_.abstract.find(instance->second);
    if (abstract == numbering_.abstract.end()) {
      return {};
    }
    const std::vector<Level>& levels = abstract->second;
    const auto at = static_cast<std::size_t>(level);
    if (levels[at].format == "bullet" || levels[at].format == "none") {
      return {};
    }
    std::vector<int>& counts = counts_[instance->second];
    counts.resize(kLevels, -1);
    counts[at] = counts[at] < 0 ? levels[at].start : counts[at] + 1;
    std::fill(counts.begin() + level + 1, counts.end(), -1);
    std::string out = levels[at].text;
    for (std::size_t i = 0; i <= at; ++i) {
      const int count = counts[i] < 0 ? levels[i].start : counts[i];
      out = Replaced(out, "%" + std::to_string(i + 1),
                     WriteNumber(count, levels[at].legal ? "decimal" : levels[i].format));
    }
    return out;
  }

 private:
  const Numbering& numbering_;
  std::map<std::string, std::vector<int>> counts_;
};

class BodyParser : public XmlHandler {
 public:
  BodyParser(const Numbering& numbering, const StyleNumbers& styles)
      : counters_(numbering), styles_(styles) {}

  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (skip_ > 0 || name == "Fallback" || name == "del" || name == "moveFrom") {
      // <w:del/> also marks a deleted paragraph end; it is empty, so skipping it is harmless.
      if (skip_ == 0 && name == "del" && in_properties_ && !paragraphs_.empty()) {
        paragraphs_.back().end_deleted = true;
      }
      ++skip_;
    } else if (name == "p") {
      paragraphs_.emplace_back();
      paragraphs_.back().carried = std::exchange(carried_, {});
    } else if (name == "tc") {
      cells_.emplace_back();
    } else if (name == "tr") {
      rows_.emplace_back();
    } else if (name == "pPr") {
      in_properties_ = true;
    } else if (paragraphs_.empty()) {
      return;
    } else if (in_properties_) {
      Property(name, attributes);
    } else if (name == "t") {
      in_text_ = true;
    } else if (name == "tab" || name == "ptab") {
      paragraphs_.back().text += '\t';
    } else if (name == "br" || name == "cr") {
      paragraphs_.back().text += '\n';
    } else if (name == "noBreakHyphen") {
      paragraphs_.back().text += '-';
    }
  }

  void End(std::string_view name) override {
    if (skip_ > 0) {
      --skip_;
    } else if (name == "t") {
      in_text_ = false;
    } else if (name == "pPr") {
      in_properties_ = false;
    } else if (name == "p" && !paragraphs_.empty()) {
      EndParagraph();
    } else if (name == "tc" && !cells_.empty()) {
      std::string cell = std::move(cells_.back());
      cells_.pop_back();
      if (!rows_.empty()) {
        rows_.back().push_back(std::move(cell));
      }
    } else if (name == "tr" && !rows_.empty()) {
      const std::string line = Join(rows_.back(), "\t");
      rows_.pop_back();
      Emit(line);
    }
  }

  void Text(std::string_view piece) override {
    if (in_text_ && skip_ == 0 && !paragraphs_.empty()) {
      paragraphs_.back().text += piece;
    }
  }

  std::string text;

 private:
  struct Paragraph {
    std::string text;
    std::string carried;  // the text of paragraphs before whose end was deleted
    std::string style;
    std::string num_id;
    int level = -1;
    bool end_deleted = false;
  };

  void Property(std::string_view name, const XmlAttributes& attributes) {
    Paragraph& paragraph = paragraphs_.back();
    if (name == "pStyle") {
      paragraph.style = attributes.Get("val");
    } else if (name == "numId") {
      paragraph.num_id = attributes.Get("val");
    } else if (name == "ilvl") {
      paragraph.level = ToInt(attributes.Get("val"), -1);
    }
  }

  void EndParagraph() {
    Paragraph paragraph = std::move(paragraphs_.back());
    paragraphs_.pop_back();
    std::string style = paragraph.style;
    constexpr int kLongestChain = 10;
    for (int i = 0; i < kLongestChain && paragraph.num_id.empty() && !style.empty(); ++i) {
      const auto found = styles_.find(style);
      if (found == styles_.end()) {
        break;
      }
      paragraph.num_id = found->second.num_id;
      if (paragraph.level < 0 && !paragraph.num_id.empty()) {
        paragraph.level = found->second.level;
      }
      style = found->second.based_on;
    }
    std::string line = paragraph.carried;
    if (!paragraph.num_id.empty() && !Trim(paragraph.text).empty()) {
      line += counters_.Next(paragraph.num_id, std::max(paragraph.level, 0));
    }
    line += paragraph.text;
    if (paragraph.end_deleted) {
      carried_ = std::move(line);
    } else {
      Emit(line);
    }
  }

  // Inside a cell a line joins the cell; elsewhere it is a line of the text.
  void Emit(std::string_view line) {
    if (cells_.empty()) {
      text += line;
      text += '\n';
      return;
    }
    std::string& cell = cells_.back();
    for (const std::string& part : Split(Replaced(line, "\t", " "), "\n")) {
      const std::string trimmed = Trim(part);
      cell += cell.empty() || trimmed.empty() ? "" : " ";
      cell += trimmed;
    }
  }

  Counters counters_;
  const StyleNumbers& styles_;
  std::vector<Paragraph> paragraphs_;  // a text box holds paragraphs inside a paragraph
  std::vector<std::string> cells_;     // tables nest
  std::vector<std::vector<std::string>> rows_;
  std::string carried_;
  int skip_ = 0;
  bool in_text_ = false;
  bool in_properties_ = false;
};

}  // namespace

std::string FindDocumentPart(const ZipReader& zip) {
  std::string part = FindRelated(zip, "", "/officeDocument");
  if (part.empty() && zip.Has("word/document.xml")) {
    part = "word/document.xml";
  }
  return part.find("document") != std::string::npos && part.ends_with(".xml") ? part
                                                                              : std::string();
}

Result<std::string> DocxPartText(const ZipReader& zip, const std::string& part) {
  NumberingParser numbering;
  StyleParser styles;
  if (const std::string name = FindRelated(zip, part, "/numbering"); !name.empty()) {
    TRY(ParseXml(zip, name, numbering));
  }
  if (const std::string name = FindRelated(zip, part, "/styles"); !name.empty()) {
    TRY(ParseXml(zip, name, styles));
  }
  BodyParser body(numbering.numbering, styles.styles);
  TRY(ParseXml(zip, part, body));
  return std::move(body.text);
}

}  // namespace luoshi::document
