#include "document/template_fill.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace luoshi::document {
namespace {

// The text nodes of a paragraph as one string. Blanks that are no text have no node.
struct Strand {
  struct Piece {
    pugi::xml_node node;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::string text;
  std::vector<Piece> pieces;

  void Add(const pugi::xml_node& node, std::string_view more) {
    pieces.push_back({node, text.size(), text.size() + more.size()});
    text += more;
  }
};

void Gather(const pugi::xml_node& node, Strand& strand) {
  for (const pugi::xml_node child : node.children()) {
    const std::string_view name = child.name();
    if (name == "w:t") {
      strand.Add(child, child.text().get());
    } else if (name == "w:tab" || name == "w:br" || name == "w:cr") {
      strand.Add({}, "\n");
    } else if (name == "w:r" || name == "w:hyperlink" || name == "w:ins" || name == "w:smartTag" ||
               name == "w:sdt" || name == "w:sdtContent" || name == "w:fldSimple") {
      Gather(child, strand);
    }
  }
}

struct Token {
  std::size_t at = std::string::npos;
  std::size_t size = 0;
};

// ｛｛ typed with a Chinese keyboard means the same.
Token FindToken(std::string_view text,
                std::size_t from,
                std::string_view narrow,
                std::string_view wide) {
  const std::size_t first = text.find(narrow, from);
  const std::size_t second = text.find(wide, from);
  if (first == std::string::npos && second == std::string::npos) {
    return {};
  }
  return first < second ? Token{first, narrow.size()} : Token{second, wide.size()};
}

struct Word {
  std::string name;
  std::size_t begin = 0;
  std::size_t end = 0;
};

Result<std::vector<Word>> WordsOf(std::string_view text, const std::string& place) {
  std::vector<Word> words;
  for (std::size_t at = 0;;) {
    const Token open = FindToken(text, at, "{{", "｛｛");
    if (open.at == std::string::npos) {
      return words;
    }
    const std::size_t inner = open.at + open.size;
    const Token close = FindToken(text, inner, "}}", "｝｝");
    const std::string_view name =
        text.substr(inner, close.at == std::string::npos ? std::string::npos : close.at - inner);
    if (close.at == std::string::npos || name.find('\n') != std::string_view::npos) {
      constexpr std::size_t kShown = 60;
      const std::u32string shown = ToCodePoints(text.substr(open.at));
      return Error{ErrorCode::kInvalid,
                   "template.unclosed",
                   {{"name", FromCodePoints(shown.substr(0, kShown))}, {"place", place}}};
    }
    at = close.at + close.size;
    words.push_back({Trim(name), open.at, at});
  }
}

void SetText(pugi::xml_node node, const std::string& text) {
  const std::vector<std::string> lines = Split(text, "\n");
  node.text().set(lines.front().c_str());
  if (!node.attribute("xml:space")) {
    node.append_attribute("xml:space") = "preserve";
  }
  pugi::xml_node last = node;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    last = last.parent().insert_child_after("w:br", last);
    last = last.parent().insert_child_after("w:t", last);
    last.append_attribute("xml:space") = "preserve";
    last.text().set(lines[i].c_str());
  }
}

bool HoldsMoreThanText(const pugi::xml_node& paragraph) {
  if (paragraph.child("w:pPr").child("w:sectPr")) {
    return true;
  }
  for (const pugi::xml_node run : paragraph.children("w:r")) {
    for (const char* name :
         {"w:drawing", "w:pict", "w:object", "mc:AlternateContent", "w:fldChar"}) {
      if (run.child(name)) {
        return true;
      }
    }
    for (const pugi::xml_node br : run.children("w:br")) {
      if (br.attribute("w:type")) {
        return true;
      }
    }
  }
  return false;
}

// Sets the letters of a paragraph so that it stands on one line. `size` in half points.
void FitMark(const pugi::xml_node& paragraph, int size, int text_width) {
  Strand strand;
  Gather(paragraph, strand);
  const int characters = static_cast<int>(DisplayWidth(strand.text) + 1) / 2;
  constexpr int kHalfPoint = 10;  // twentieths of a point
  const int fitting = text_width / kHalfPoint / std::max(characters, 1);
  if (size == 0 || fitting >= size) {
    return;
  }
  for (pugi::xml_node run : paragraph.children("w:r")) {
    pugi::xml_node properties = run.child("w:rPr");
    properties = properties ? properties : run.prepend_child("w:rPr");
    pugi::xml_node letters = properties.child("w:sz");
    if (!letters) {
      pugi::xml_node after;  // what the schema wants behind it
      for (const char* name : {"w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd",
                               "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang"}) {
        after = after ? after : properties.child(name);
      }
      letters =
          after ? properties.insert_child_before("w:sz", after) : properties.append_child("w:sz");
      letters.append_attribute("w:val");
    }
    letters.attribute("w:val").set_value(fitting);
  }
}

// Paragraphs below a node, text boxes and nested tables included.
void Paragraphs(const pugi::xml_node& node, std::vector<pugi::xml_node>& out) {
  for (const pugi::xml_node child : node.children()) {
    if (std::string_view(child.name()) == "w:p") {
      out.push_back(child);
    }
    Paragraphs(child, out);
  }
}

}  // namespace

std::string PlainTextOf(const pugi::xml_node& part) {
  std::vector<pugi::xml_node> paragraphs;
  Paragraphs(part, paragraphs);
  std::string out;
  for (const pugi::xml_node& paragraph : paragraphs) {
    Strand strand;
    Gather(paragraph, strand);
    const std::string text = Trim(Replaced(strand.text, "\n", "　"));
    out += (out.empty() || text.empty() ? "" : "　") + text;
  }
  return out;
}

Result<Filling> TemplateFiller::Find(const std::string& word, const Spot& spot) {
  TRY_ASSIGN(std::optional<Filling> filling, words_.find(word, spot.row));
  if (!filling) {
    // Noted, and the filling goes on, so that all are named at once.
    unknown_.emplace_back(ErrorCode::kInvalid, "template.unknown",
                          Params{{"name", word}, {"place", spot.place}});
    return Filling(std::string());
  }
  return *std::move(filling);
}

Result<bool> TemplateFiller::FillParagraph(const pugi::xml_node& paragraph,
                                           const Spot& spot,
                                           std::vector<Block>* blocks_out) {
  Strand strand;
  Gather(paragraph, strand);
  TRY_ASSIGN(const std::vector<Word> words, WordsOf(strand.text, spot.place));
  if (words.empty()) {
    return false;
  }
  std::vector<std::string> texts;
  texts.reserve(strand.pieces.size());
  for (const Strand::Piece& piece : strand.pieces) {
    texts.push_back(strand.text.substr(piece.begin, piece.end - piece.begin));
  }
  const bool alone = words.size() == 1 && Trim(strand.text.substr(0, words[0].begin)).empty() &&
                     Trim(strand.text.substr(words[0].end)).empty();
  // From the last to the first, so that the places of those before stay what they are.
  for (std::size_t n = words.size(); n-- > 0;) {
    const Word& word = words[n];
    TRY_ASSIGN(Filling filling, Find(word.name, spot));
    if (auto* found = std::get_if<std::vector<Block>>(&filling)) {
      if (!alone || blocks_out == nullptr) {
        return Error{ErrorCode::kInvalid,
                     "template.block_in_text",
                     {{"name", word.name}, {"place", spot.place}}};
      }
      *blocks_out = std::move(*found);
      return true;
    }
    std::string value = std::get<std::string>(std::move(filling));
    for (std::size_t i = 0; i < strand.pieces.size(); ++i) {
      const Strand::Piece& piece = strand.pieces[i];
      if (piece.end <= word.begin || piece.begin >= word.end || !piece.node) {
        continue;
      }
      const std::size_t from = std::max(word.begin, piece.begin) - piece.begin;
      const std::size_t size = std::min(word.end, piece.end) - piece.begin - from;
      texts[i].replace(from, size, value);
      value.clear();  // all of it goes where the word began, in that run's format
    }
  }
  std::string whole;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    whole += texts[i];
    if (strand.pieces[i].node) {
      SetText(strand.pieces[i].node, texts[i]);
    }
  }
  return Trim(whole).empty() && !HoldsMoreThanText(paragraph);
}

Status TemplateFiller::FillAll(const pugi::xml_node& node, const Spot& spot) {
  std::vector<pugi::xml_node> paragraphs;
  Paragraphs(node, paragraphs);
  for (const pugi::xml_node& paragraph : paragraphs) {
    TRY(FillParagraph(paragraph, spot, nullptr));
  }
  return {};
}

Status TemplateFiller::FillTable(const pugi::xml_node& table, const TemplateReader& reader) {
  const std::string place = "第" + std::to_string(++table_) + "个表";
  int number = 0;
  for (pugi::xml_node row = table.first_child(); row;) {
    const pugi::xml_node next = row.next_sibling();
    if (std::string_view(row.name()) != "w:tr") {
      TRY(FillAll(row, {place, "", false}));
      row = next;
      continue;
    }
    Spot spot{place + "第" + std::to_string(++number) + "行", "", false};
    std::vector<pugi::xml_node> paragraphs;
    Paragraphs(row, paragraphs);
    std::vector<std::string> names;
    for (const pugi::xml_node& paragraph : paragraphs) {
      Strand strand;
      Gather(paragraph, strand);
      TRY_ASSIGN(std::vector<Word> words, WordsOf(strand.text, spot.place));
      for (Word& word : words) {
        names.push_back(std::move(word.name));
      }
    }
    std::optional<std::vector<std::string>> keys;
    if (!names.empty()) {
      TRY_ASSIGN(keys, words_.rows(names));
    }
    if (!keys) {
      TRY(FillAll(row, spot));
    } else {
      constexpr std::size_t kMostRows = 20'000;
      repeated_ += keys->size();
      if (repeated_ > kMostRows) {
        return Error{ErrorCode::kInvalid, "document.too_large"};
      }
      for (const std::string& key : *keys) {
        spot.row = key;
        pugi::xml_node copy = row.parent().insert_copy_before(row, row);
        TRY(FillAll(copy, spot));
      }
      row.parent().remove_child(row);
    }
    row = next;
  }
  reader.AddTable(table, blocks);
  return {};
}

Status TemplateFiller::FillFlow(const pugi::xml_node& flow, const TemplateReader& reader) {
  for (pugi::xml_node child = flow.first_child(); child;) {
    const pugi::xml_node next = child.next_sibling();
    const std::string_view name = child.name();
    if (name == "w:tbl") {
      TRY(FillTable(child, reader));
    } else if (name == "w:sdt") {
      TRY(FillFlow(child.child("w:sdtContent"), reader));
    } else if (name == "w:p") {
      const Spot spot{"第" + std::to_string(++paragraph_) + "段", "", true};
      std::vector<Block> found;
      TRY_ASSIGN(const bool bare, FillParagraph(child, spot, &found));
      std::vector<pugi::xml_node> boxes;
      Paragraphs(child, boxes);
      for (const pugi::xml_node& box : boxes) {
        TRY(FillParagraph(box, {spot.place + "的文本框", "", false}, nullptr));
      }
      if (!bare) {
        FitMark(child, reader.MarkSize(child), text_width_);
        reader.AddParagraph(child, blocks);
      } else {
        if (!found.empty()) {
          if (TemplateReader::BreaksPage(child)) {
            found.insert(found.begin(), PageBreak{});
          }
          pugi::xml_node parent = flow;
          parent.insert_child_before(kSlot, child);
          blocks.insert(blocks.end(), found.begin(), found.end());
          slots.push_back(std::move(found));
        }
        pugi::xml_node parent = flow;
        const bool only = parent.first_child() == child && !next;
        if (HoldsMoreThanText(child) || only) {
          for (pugi::xml_node run = child.child("w:r"); run; run = child.child("w:r")) {
            child.remove_child(run);
          }
        } else {
          parent.remove_child(child);
        }
      }
    }
    child = next;
  }
  return {};
}

Status TemplateFiller::FillBody(const pugi::xml_node& body,
                                const TemplateReader& reader,
                                int text_width) {
  text_width_ = text_width;
  return FillFlow(body, reader);
}

Status TemplateFiller::FillWords(const pugi::xml_node& part, const std::string& place) {
  return FillAll(part, {place, "", false});
}

Status TemplateFiller::Finish() {
  if (unknown_.empty()) {
    return {};
  }
  Error error = std::move(unknown_.front());
  error.others.assign(std::make_move_iterator(unknown_.begin() + 1),
                      std::make_move_iterator(unknown_.end()));
  return error;
}

}  // namespace luoshi::document
