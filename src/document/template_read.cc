#include "document/template_read.h"

#include <algorithm>

#include "base/text.h"
#include "document/docx_dom.h"

namespace luoshi::document {
namespace {

std::string_view ValueOf(const pugi::xml_node& node) { return node.attribute("w:val").value(); }

bool IsOn(const pugi::xml_node& toggle) {
  const std::string_view value = ValueOf(toggle);
  return toggle && value != "0" && value != "false" && value != "off";
}

std::optional<bool> IndentOf(const pugi::xml_node& properties) {
  const pugi::xml_node ind = properties.child("w:ind");
  const pugi::xml_attribute characters = ind.attribute("w:firstLineChars");
  const pugi::xml_attribute first = ind.attribute("w:firstLine");
  if (!characters && !first) {
    return std::nullopt;
  }
  return characters.as_int() > 0 || first.as_int() > 0;
}

std::optional<Align> OwnAlign(const pugi::xml_node& properties) {
  const std::string_view jc = ValueOf(properties.child("w:jc"));
  if (jc.empty()) {
    return std::nullopt;
  }
  return jc == "center"                  ? Align::kCenter
         : jc == "right" || jc == "end"  ? Align::kRight
         : jc == "left" || jc == "start" ? Align::kLeft
                                         : Align::kJustify;
}

// The runs of a paragraph, neighbours alike joined: office programs cut them wherever they like.
void Collect(const pugi::xml_node& node, Runs& runs) {
  const auto add = [&runs](std::string_view text, bool bold) {
    if (text.empty()) {
      return;
    }
    if (runs.empty() || runs.back().bold != bold) {
      runs.push_back(TextRun{"", bold});
    }
    runs.back().text += text;
  };
  for (const pugi::xml_node child : node.children()) {
    const std::string_view name = child.name();
    if (name == "w:r") {
      const bool bold = IsOn(child.child("w:rPr").child("w:b"));
      for (const pugi::xml_node part : child.children()) {
        const std::string_view kind = part.name();
        if (kind == "w:t") {
          add(part.text().get(), bold);
        } else if (kind == "w:tab") {
          add("\t", bold);
        } else if ((kind == "w:br" && ValueOf(part).empty() && !part.attribute("w:type")) ||
                   kind == "w:cr") {
          add("\n", bold);
        }
      }
    } else if (name == "w:hyperlink" || name == "w:ins" || name == "w:smartTag" ||
               name == "w:sdt" || name == "w:sdtContent" || name == "w:fldSimple") {
      Collect(child, runs);
    }
  }
}

std::string TextOf(const Runs& runs) {
  std::string text;
  for (const TextRun& run : runs) {
    text += run.text;
  }
  return text;
}

struct Cell {
  std::string text;
  std::size_t span = 1;
  bool goes_on = false;  // the lower part of a cell merged downwards
  pugi::xml_node node;
};

std::vector<Cell> CellsOf(const pugi::xml_node& row) {
  constexpr int kMostColumns = 200;
  std::vector<Cell> cells;
  for (const pugi::xml_node node : row.children("w:tc")) {
    Cell cell;
    cell.node = node;
    const pugi::xml_node properties = node.child("w:tcPr");
    cell.span = static_cast<std::size_t>(
        std::clamp(properties.child("w:gridSpan").attribute("w:val").as_int(1), 1, kMostColumns));
    const pugi::xml_node merge = properties.child("w:vMerge");
    cell.goes_on = merge && ValueOf(merge) != "restart";
    bool first = true;
    for (const pugi::xml_node paragraph : node.children("w:p")) {
      Runs runs;
      Collect(paragraph, runs);
      cell.text += (first ? "" : "\n") + TextOf(runs);
      first = false;
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

bool IsTotal(const std::vector<std::string>& cells) {
  for (const std::string& cell : cells) {
    const std::string key = MatchKey(cell);
    if (!key.empty()) {
      return key == "合计" || key == "总计" || key == "小计";
    }
  }
  return false;
}

}  // namespace

TemplateReader::TemplateReader(const pugi::xml_node& styles) {
  std::map<std::string, pugi::xml_node> nodes;
  for (const pugi::xml_node style : styles.children("w:style")) {
    nodes.emplace(style.attribute("w:styleId").value(), style);
    if (std::string_view(style.attribute("w:type").value()) == "paragraph" &&
        style.attribute("w:default").as_bool()) {
      default_style_ = style.attribute("w:styleId").value();
    }
  }
  for (const auto& [id, node] : nodes) {
    Style& facts = styles_[id];
    facts.name = StyleKey(ValueOf(node.child("w:name")));
    pugi::xml_node style = node;
    constexpr int kLongestChain = 10;
    for (int i = 0; i < kLongestChain && style; ++i) {
      const std::string name = StyleKey(ValueOf(style.child("w:name")));
      const pugi::xml_node properties = style.child("w:pPr");
      if (!facts.heading && name == "title") {
        facts.heading = 0;
      } else if (!facts.heading && name.starts_with("heading ") && name.size() == 9 &&
                 name[8] >= '1' && name[8] <= '3') {
        facts.heading = name[8] - '0';
      }
      facts.indent = facts.indent ? facts.indent : IndentOf(properties);
      facts.align = facts.align ? facts.align : OwnAlign(properties);
      const pugi::xml_node size = style.child("w:rPr").child("w:sz");
      facts.size = facts.size > 0 ? facts.size : size.attribute("w:val").as_int();
      const auto base = nodes.find(std::string(ValueOf(style.child("w:basedOn"))));
      style = base == nodes.end() ? pugi::xml_node() : base->second;
    }
  }
}

const TemplateReader::Style& TemplateReader::StyleOf(const pugi::xml_node& properties) const {
  static const Style kNone;
  const std::string id(ValueOf(properties.child("w:pStyle")));
  const auto found = styles_.find(id.empty() ? default_style_ : id);
  return found == styles_.end() ? kNone : found->second;
}

Align TemplateReader::AlignOf(const pugi::xml_node& properties) const {
  const std::optional<Align> own = OwnAlign(properties);
  return own ? *own : StyleOf(properties).align.value_or(Align::kJustify);
}

int TemplateReader::MarkSize(const pugi::xml_node& paragraph) const {
  const Style& style = StyleOf(paragraph.child("w:pPr"));
  return style.name == "公文标志" ? style.size : 0;
}

bool TemplateReader::BreaksPage(const pugi::xml_node& paragraph) {
  if (IsOn(paragraph.child("w:pPr").child("w:pageBreakBefore"))) {
    return true;
  }
  for (const pugi::xml_node run : paragraph.children("w:r")) {
    for (const pugi::xml_node br : run.children("w:br")) {
      if (std::string_view(br.attribute("w:type").value()) == "page") {
        return true;
      }
    }
  }
  return false;
}

bool TemplateReader::AddToMasthead(const std::string& style,
                                   const Runs& runs,
                                   std::vector<Block>& out) const {
  const std::string text = TextOf(runs);
  if (style == "公文标志") {
    out.emplace_back(Masthead{.mark = text});
    return true;
  }
  if (style != "公文期号" && style != "公文编发") {
    return false;
  }
  if (out.empty() || !std::holds_alternative<Masthead>(out.back())) {
    out.emplace_back(Masthead{});
  }
  auto& head = std::get<Masthead>(out.back());
  if (style == "公文期号") {
    head.number = text;
  } else {
    const std::size_t tab = text.find('\t');
    head.issuer = Trim(text.substr(0, tab));
    head.date = tab == std::string::npos ? std::string() : Trim(text.substr(tab + 1));
    head.ruled = true;
  }
  return true;
}

void TemplateReader::AddParagraph(const pugi::xml_node& node, std::vector<Block>& out) const {
  Runs runs;
  Collect(node, runs);
  if (BreaksPage(node)) {
    out.emplace_back(PageBreak{});
    if (runs.empty()) {
      return;
    }
  }
  const pugi::xml_node properties = node.child("w:pPr");
  const Style& style = StyleOf(properties);
  if (AddToMasthead(style.name, runs, out)) {
    return;
  }
  if (style.heading) {
    out.emplace_back(Heading{*style.heading, std::move(runs)});
    return;
  }
  if (style.name == "公文附注") {
    out.emplace_back(Notes{"", {TextOf(runs)}});
    return;
  }
  Paragraph paragraph;
  paragraph.align = AlignOf(properties);
  paragraph.indent = IndentOf(properties).value_or(style.indent.value_or(false));
  // Two full-width blanks are how many people indent.
  constexpr std::string_view kTyped = "　　";
  if (!runs.empty() && !paragraph.indent && runs[0].text.starts_with(kTyped)) {
    runs[0].text.erase(0, kTyped.size());
    paragraph.indent = true;
  }
  paragraph.runs = std::move(runs);
  out.emplace_back(std::move(paragraph));
}

void TemplateReader::AddTable(const pugi::xml_node& node, std::vector<Block>& out) const {
  std::vector<int> widths;
  for (const pugi::xml_node column : node.child("w:tblGrid").children("w:gridCol")) {
    widths.push_back(std::max(column.attribute("w:w").as_int(), 0));
  }
  std::vector<std::vector<Cell>> rows;
  std::size_t headers = 0;
  for (const pugi::xml_node row : node.children("w:tr")) {
    rows.push_back(CellsOf(row));
    if (headers + 1 == rows.size() && IsOn(row.child("w:trPr").child("w:tblHeader"))) {
      ++headers;
    }
    std::size_t columns = 0;
    for (const Cell& cell : rows.back()) {
      columns += cell.span;
    }
    widths.resize(std::max(widths.size(), columns), 0);
  }
  if (rows.empty() || widths.empty()) {
    return;
  }
  headers = std::clamp<std::size_t>(headers, 1, std::min<std::size_t>(2, rows.size()));
  Table table;
  table.columns.resize(widths.size());
  const bool sized = std::find(widths.begin(), widths.end(), 0) == widths.end();
  for (std::size_t i = 0; sized && i < widths.size(); ++i) {
    table.columns[i].width = widths[i];
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    TableRow row;
    row.cells.resize(widths.size());
    std::size_t at = 0;
    for (const Cell& cell : rows[r]) {
      if (at >= widths.size()) {
        break;
      }
      if (r + 1 == headers) {
        table.columns[at].title = cell.goes_on ? table.columns[at].group : cell.text;
        table.columns[at].group = cell.goes_on ? "" : table.columns[at].group;
      } else if (r < headers) {
        for (std::size_t i = at; i < std::min(at + cell.span, widths.size()); ++i) {
          table.columns[i].group = cell.text;
        }
      } else {
        row.cells[at] = cell.text;
        if (r == headers) {
          table.columns[at].align = AlignOf(cell.node.child("w:p").child("w:pPr"));
        }
      }
      at += cell.span;
    }
    if (r >= headers) {
      row.total = IsTotal(row.cells);
      table.rows.push_back(std::move(row));
    }
  }
  out.emplace_back(std::move(table));
}

}  // namespace luoshi::document
