#include "document/template.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "document/docx_dom.h"
#include "document/text_parts.h"
#include "document/xml.h"
#include "document/zip.h"

namespace luoshi::document {
namespace {

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";

struct StyleFacts {
  std::optional<int> heading;
  std::optional<bool> indent;
  std::optional<Align> align;
};

std::optional<bool> IndentOf(const pugi::xml_node& properties) {
  const pugi::xml_node ind = properties.child("w:ind");
  const pugi::xml_attribute characters = ind.attribute("w:firstLineChars");
  const pugi::xml_attribute first = ind.attribute("w:firstLine");
  if (!characters && !first) {
    return std::nullopt;
  }
  return characters.as_int() > 0 || first.as_int() > 0;
}

std::optional<Align> AlignOf(const pugi::xml_node& properties) {
  const std::string_view jc = properties.child("w:jc").attribute("w:val").value();
  if (jc == "center") {
    return Align::kCenter;
  }
  if (jc == "right" || jc == "end") {
    return Align::kRight;
  }
  return jc.empty() ? std::optional<Align>() : Align::kJustify;
}

// The facts of each paragraph style, those it is based on included.
std::map<std::string, StyleFacts> ReadStyles(const pugi::xml_node& root) {
  std::map<std::string, pugi::xml_node> nodes;
  for (const pugi::xml_node style : root.children("w:style")) {
    nodes.emplace(style.attribute("w:styleId").value(), style);
  }
  std::map<std::string, StyleFacts> facts;
  for (const auto& [id, node] : nodes) {
    StyleFacts& fact = facts[id];
    pugi::xml_node style = node;
    constexpr int kLongestChain = 10;
    for (int i = 0; i < kLongestChain && style; ++i) {
      const std::string name = StyleKey(style.child("w:name").attribute("w:val").value());
      const pugi::xml_node properties = style.child("w:pPr");
      if (!fact.heading && name == "title") {
        fact.heading = 0;
      } else if (!fact.heading && name.starts_with("heading ") && name.size() == 9 &&
                 name[8] >= '1' && name[8] <= '3') {
        fact.heading = name[8] - '0';
      }
      fact.indent = fact.indent ? fact.indent : IndentOf(properties);
      fact.align = fact.align ? fact.align : AlignOf(properties);
      const auto base = nodes.find(style.child("w:basedOn").attribute("w:val").value());
      style = base == nodes.end() ? pugi::xml_node() : base->second;
    }
  }
  return facts;
}

bool IsOn(const pugi::xml_node& toggle) {
  const std::string_view value = toggle.attribute("w:val").value();
  return toggle && value != "0" && value != "false" && value != "off";
}

// A paragraph's characters with their boldness; office programs cut runs wherever they like.
struct Pieces {
  std::string text;
  std::vector<bool> bold;  // by byte
  bool page_break = false;

  void Add(std::string_view more, bool is_bold) {
    text += more;
    bold.resize(text.size(), is_bold);
  }
};

void Collect(const pugi::xml_node& node, Pieces& pieces) {
  for (const pugi::xml_node child : node.children()) {
    const std::string_view name = child.name();
    if (name == "w:r") {
      const bool bold = IsOn(child.child("w:rPr").child("w:b"));
      for (const pugi::xml_node part : child.children()) {
        const std::string_view kind = part.name();
        if (kind == "w:t") {
          pieces.Add(part.text().get(), bold);
        } else if (kind == "w:tab") {
          pieces.Add("\t", bold);
        } else if (kind == "w:br" || kind == "w:cr") {
          if (std::string_view(part.attribute("w:type").value()) == "page") {
            pieces.page_break = true;
          } else {
            pieces.Add("\n", bold);
          }
        }
      }
    } else if (name == "w:hyperlink" || name == "w:ins" || name == "w:smartTag" ||
               name == "w:sdt" || name == "w:sdtContent" || name == "w:fldSimple") {
      Collect(child, pieces);
    }
  }
}

// ｛｛ typed with a Chinese keyboard means the same.
void FoldBraces(Pieces& pieces) {
  for (const auto& [wide, narrow] : {std::pair("｛", '{'), std::pair("｝", '}')}) {
    constexpr std::size_t kWide = 3;
    for (std::size_t at = pieces.text.find(wide); at != std::string::npos;
         at = pieces.text.find(wide, at + 1)) {
      if (pieces.text.compare(at + kWide, kWide, wide) == 0) {
        pieces.text.replace(at, 2 * kWide, 2, narrow);
        const auto from = pieces.bold.begin() + static_cast<std::ptrdiff_t>(at) + 2;
        pieces.bold.erase(from, from + 2 * kWide - 2);
      }
    }
  }
}

Result<Runs> ToRuns(Pieces pieces) {
  FoldBraces(pieces);
  Runs runs;
  const auto add_text = [&](std::size_t from, std::size_t to) {
    while (from < to) {
      std::size_t end = from;
      while (end < to && pieces.bold[end] == pieces.bold[from]) {
        ++end;
      }
      runs.push_back(TextRun{pieces.text.substr(from, end - from), pieces.bold[from]});
      from = end;
    }
  };
  std::size_t at = 0;
  while (at < pieces.text.size()) {
    const std::size_t open = std::min(pieces.text.find(kOpen, at), pieces.text.size());
    add_text(at, open);
    if (open == pieces.text.size()) {
      break;
    }
    const std::size_t close = pieces.text.find(kClose, open);
    if (close == std::string::npos) {
      return Error{ErrorCode::kInvalid, "template.unclosed", {{"name", pieces.text.substr(open)}}};
    }
    const std::size_t inner = open + kOpen.size();
    runs.push_back(
        TextRun{Trim(pieces.text.substr(inner, close - inner)), pieces.bold[open], true});
    at = close + kClose.size();
  }
  return runs;
}

class Reader {
 public:
  explicit Reader(std::map<std::string, StyleFacts> styles) : styles_(std::move(styles)) {}

  Status Body(const pugi::xml_node& body) {
    for (const pugi::xml_node child : body.children()) {
      const std::string_view name = child.name();
      if (name == "w:p") {
        TRY(ReadParagraph(child));
      } else if (name == "w:tbl") {
        TRY(ReadTable(child));
      } else if (name == "w:sdt") {
        TRY(Body(child.child("w:sdtContent")));
      }
    }
    return {};
  }

  Paper paper;

 private:
  Status ReadParagraph(const pugi::xml_node& node) {
    Pieces pieces;
    Collect(node, pieces);
    const bool page_break =
        pieces.page_break || IsOn(node.child("w:pPr").child("w:pageBreakBefore"));
    TRY_ASSIGN(Runs runs, ToRuns(std::move(pieces)));
    if (page_break) {
      paper.blocks.emplace_back(PageBreak{});
      if (runs.empty()) {
        return {};
      }
    }
    const pugi::xml_node properties = node.child("w:pPr");
    const std::string style = properties.child("w:pStyle").attribute("w:val").value();
    const auto found = styles_.find(style);
    const StyleFacts facts = found == styles_.end() ? StyleFacts{} : found->second;
    // Blanks around a lone placeholder do not make it a sentence.
    Runs bare;
    std::copy_if(runs.begin(), runs.end(), std::back_inserter(bare),
                 [](const TextRun& run) { return run.placeholder || !Trim(run.text).empty(); });
    if (bare.size() == 1 && bare[0].placeholder && !facts.heading) {
      paper.blocks.emplace_back(Placeholder{bare[0].text, style});
      return {};
    }
    if (facts.heading) {
      paper.blocks.emplace_back(Heading{*facts.heading, std::move(runs), style});
      return {};
    }
    Paragraph paragraph{.style = style};
    const std::optional<Align> align = AlignOf(properties);
    paragraph.align = align ? *align : facts.align.value_or(Align::kJustify);
    const std::optional<bool> indent = IndentOf(properties);
    paragraph.indent = indent ? *indent : facts.indent.value_or(false);
    // Two full-width blanks are how many people indent.
    constexpr std::string_view kTyped = "　　";
    if (!runs.empty() && !paragraph.indent && runs[0].text.starts_with(kTyped)) {
      runs[0].text.erase(0, kTyped.size());
      paragraph.indent = true;
    }
    paragraph.runs = std::move(runs);
    paper.blocks.emplace_back(std::move(paragraph));
    return {};
  }

  Status ReadTable(const pugi::xml_node& node) {
    Table table;
    bool first = true;
    for (const pugi::xml_node row : node.children("w:tr")) {
      std::vector<std::string> cells;
      for (const pugi::xml_node cell : row.children("w:tc")) {
        std::string text;
        for (const pugi::xml_node paragraph : cell.children("w:p")) {
          Pieces pieces;
          Collect(paragraph, pieces);
          FoldBraces(pieces);
          text += text.empty() || pieces.text.empty() ? "" : "\n";
          text += pieces.text;
        }
        cells.push_back(std::move(text));
      }
      if (first) {
        for (std::string& title : cells) {
          table.columns.push_back(TableColumn{std::move(title)});
        }
      } else {
        cells.resize(table.columns.size());
        table.rows.push_back(TableRow{std::move(cells)});
      }
      first = false;
    }
    paper.blocks.emplace_back(std::move(table));
    return {};
  }

  std::map<std::string, StyleFacts> styles_;
};

class Filler {
 public:
  explicit Filler(const Resolver& resolver) : resolver_(resolver) {}

  Result<Runs> FillRuns(const Runs& runs) {
    Runs out;
    for (const TextRun& run : runs) {
      if (!run.placeholder) {
        out.push_back(run);
        continue;
      }
      TRY_ASSIGN(const Filling filling, Resolve(run.text));
      const Runs* words = std::get_if<Runs>(&filling);
      if (words == nullptr) {
        return Error{ErrorCode::kInvalid, "template.block_in_text", {{"name", run.text}}};
      }
      for (TextRun word : *words) {
        word.bold = word.bold || run.bold;
        out.push_back(std::move(word));
      }
    }
    return out;
  }

  Result<std::string> FillText(const std::string& text) {
    Pieces pieces;
    pieces.Add(text, false);
    TRY_ASSIGN(const Runs runs, ToRuns(std::move(pieces)));
    TRY_ASSIGN(const Runs filled, FillRuns(runs));
    std::string out;
    for (const TextRun& run : filled) {
      out += run.text;
    }
    return out;
  }

  Status Add(const Block& block, std::vector<Block>& out) {
    if (const auto* placeholder = std::get_if<Placeholder>(&block)) {
      TRY_ASSIGN(Filling filling, Resolve(placeholder->text));
      if (auto* blocks = std::get_if<std::vector<Block>>(&filling)) {
        std::move(blocks->begin(), blocks->end(), std::back_inserter(out));
      } else {
        out.emplace_back(
            Paragraph{.runs = std::get<Runs>(std::move(filling)), .style = placeholder->style});
      }
      return {};
    }
    out.push_back(block);
    if (auto* heading = std::get_if<Heading>(&out.back())) {
      TRY_ASSIGN(heading->runs, FillRuns(heading->runs));
    } else if (auto* paragraph = std::get_if<Paragraph>(&out.back())) {
      TRY_ASSIGN(paragraph->runs, FillRuns(paragraph->runs));
    } else if (auto* table = std::get_if<Table>(&out.back())) {
      for (TableColumn& column : table->columns) {
        TRY_ASSIGN(column.title, FillText(column.title));
      }
      for (TableRow& row : table->rows) {
        for (std::string& cell : row.cells) {
          TRY_ASSIGN(cell, FillText(cell));
        }
      }
    }
    return {};
  }

  std::vector<Error> unknown;

 private:
  // An unknown one is noted and the filling goes on, so that all are named at once.
  Result<Filling> Resolve(const std::string& name) {
    TRY_ASSIGN(std::optional<Filling> filling, resolver_(name));
    if (!filling.has_value()) {
      unknown.emplace_back(ErrorCode::kInvalid, "template.unknown", Params{{"name", name}});
      return Filling(Runs{});
    }
    return *std::move(filling);
  }

  const Resolver& resolver_;
};

}  // namespace

Result<Paper> ReadTemplate(std::string_view docx) {
  TRY_ASSIGN(const ZipReader zip, ZipReader::Open(docx));
  const std::string part = FindDocumentPart(zip);
  if (part.empty()) {
    return Error{ErrorCode::kInvalid, "template.unreadable"};
  }
  std::map<std::string, StyleFacts> styles;
  if (const std::string name = FindRelated(zip, part, "/styles"); !name.empty()) {
    TRY_ASSIGN(const std::string xml, zip.Read(name));
    pugi::xml_document document;
    TRY(LoadXml(xml, document));
    styles = ReadStyles(document.child("w:styles"));
  }
  TRY_ASSIGN(const std::string xml, zip.Read(part));
  pugi::xml_document document;
  TRY(LoadXml(xml, document));
  const pugi::xml_node body = document.child("w:document").child("w:body");
  if (!body) {
    return Error{ErrorCode::kInvalid, "template.unreadable"};
  }
  Reader reader(std::move(styles));
  TRY(reader.Body(body));
  return std::move(reader.paper);
}

Result<Paper> Fill(const Paper& paper, const Resolver& resolver) {
  Paper out = paper;
  out.blocks.clear();
  Filler filler(resolver);
  for (const Block& block : paper.blocks) {
    TRY(filler.Add(block, out.blocks));
  }
  if (!filler.unknown.empty()) {
    Error error = filler.unknown.front();
    error.others.assign(filler.unknown.begin() + 1, filler.unknown.end());
    return error;
  }
  return out;
}

std::vector<std::string> PlaceholdersOf(const Paper& paper) {
  std::vector<std::string> names;
  // Filling everything with nothing names everything; that it is placed wrongly does not matter.
  const Result<Paper> ignored =
      Fill(paper, [&names](std::string_view name) -> Result<std::optional<Filling>> {
        names.emplace_back(name);
        return std::optional<Filling>(Runs{});
      });
  LUOSHI_CHECK(ignored.ok() || ignored.error().key == "template.unclosed");
  return names;
}

}  // namespace luoshi::document
