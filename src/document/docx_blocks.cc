#include "document/docx_blocks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "document/canvas.h"
#include "document/xml.h"

namespace luoshi::document {
namespace {

constexpr int kCharacter = 320;  // 3号, in twentieths of a point
constexpr int kPoint = 20;
constexpr int kEmuPerPoint = 12'700;
constexpr std::string_view kFill = "EDF1F6";

std::string_view Jc(Align align) {
  switch (align) {
    case Align::kLeft:
      return "left";
    case Align::kCenter:
      return "center";
    case Align::kRight:
      return "right";
    case Align::kJustify:
      break;
  }
  return "both";
}

class Blocks {
 public:
  Blocks(const DocxFrame& frame, const PdfFonts& fonts) : frame_(frame), fonts_(fonts) {}

  Status Put(const Masthead& head) {
    // As large as 36 pt, but on one line, as red heads are.
    constexpr int kMarkSize = 72;  // half points
    const int characters = static_cast<int>(DisplayWidth(head.mark) + 1) / 2;
    const int fitting = frame_.text_width / (kPoint / 2) / std::max(characters, 1);
    OpenParagraph(Style("公文标志"), "");
    PutRun(head.mark,
           fmt::format("<w:rPr><w:sz w:val=\"{}\"/></w:rPr>", std::min(kMarkSize, fitting)));
    body_.xml += "</w:p>";
    if (!head.number.empty()) {
      Text("公文正文", head.number, "<w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/>");
    }
    const std::string line =
        head.issuer + "\t" + (head.date.has_value() ? head.date->ToChinese() : "");
    Text("公文正文", line,
         fmt::format("<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"4\" "
                     "w:color=\"D80F0F\"/></w:pBdr><w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/>"
                     "</w:tabs><w:ind w:firstLine=\"0\"/>",
                     frame_.text_width));
    return {};
  }

  Status Put(const Heading& heading) {
    const std::string name =
        heading.level == 0 ? "title" : "heading " + std::to_string(std::clamp(heading.level, 1, 3));
    return Line(heading.style.empty() ? Style(name) : heading.style, "", heading.runs);
  }

  Status Put(const Paragraph& paragraph) {
    std::string properties;
    if (paragraph.style.empty()) {
      const bool indent =
          paragraph.indent && paragraph.align != Align::kCenter && paragraph.align != Align::kRight;
      properties = indent ? "" : "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>";
    }
    if (paragraph.align != Align::kJustify) {
      properties += fmt::format("<w:jc w:val=\"{}\"/>", Jc(paragraph.align));
    }
    return Line(paragraph.style.empty() ? Style("公文正文") : paragraph.style, properties,
                paragraph.runs);
  }

  Status Put(const Table& table) {
    if (table.columns.empty()) {
      return {};
    }
    if (!table.caption.empty()) {
      Text("公文表题", table.caption, "");
    }
    if (!table.unit_line.empty()) {
      Text("公文附注", table.unit_line, "<w:keepNext/><w:jc w:val=\"right\"/>");
    }
    const std::vector<int> shares = ColumnShares(table);
    std::vector<int> widths;
    widths.reserve(shares.size());
    for (const int share : shares) {
      widths.push_back(frame_.text_width * share / 1000);
    }
    size_ = table.columns.size() <= 7 ? 24 : table.columns.size() <= 11 ? 21 : 18;
    OpenTable(widths, true);
    PutHeader(table, widths);
    for (const TableRow& row : table.rows) {
      body_.xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        Cell(i < row.cells.size() ? row.cells[i] : "", widths[i], "", table.columns[i].align,
             row.total, row.total);
      }
      body_.xml += "</w:tr>";
    }
    body_.xml += "</w:tbl>";
    Gap();
    return {};
  }

  Status Put(const BarChart& chart) {
    for (std::size_t i = 0; i < chart.bars.size(); i += kBarsInPicture) {
      PutPicture(ChartPicture(chart, i, fonts_, frame_.text_width / kPoint));
    }
    return {};
  }

  Status Put(const KeyValues& values) {
    for (const auto& [key, value] : values.pairs) {
      TRY(Line(Style("公文正文"), "", Runs{TextRun{key + "：", true}, TextRun{value}}));
    }
    return {};
  }

  Status Put(const Notes& notes) {
    if (!notes.title.empty()) {
      TRY(Line(Style("公文附注"), "<w:keepNext/>", Runs{TextRun{notes.title, true}}));
    }
    for (const std::string& line : notes.lines) {
      Text("公文附注", line, "");
    }
    return {};
  }

  // The date four characters in from the right, the issuer centred above it.
  Status Put(const Signature& signature) {
    const std::string date = signature.date.ToChinese();
    const auto half = [](const std::string& text) {
      return static_cast<int>(DisplayWidth(text)) * kCharacter / 4;
    };
    const int date_right = 4 * kCharacter;
    const int issuer_right =
        std::max(2 * kCharacter, date_right + half(date) - half(signature.issuer));
    Gap();
    for (const auto& [text, right] :
         {std::pair(signature.issuer, issuer_right), std::pair(date, date_right)}) {
      Text("公文正文", text,
           fmt::format("<w:keepLines/><w:ind w:right=\"{}\" w:firstLineChars=\"0\" "
                       "w:firstLine=\"0\"/><w:jc w:val=\"right\"/>",
                       right));
    }
    return {};
  }

  Status Put(const QrCode& code) {
    constexpr int kSide = 80;  // points: 28 mm
    TRY_ASSIGN(const Picture picture, QrPicture(code.content, fonts_, kSide));
    const int left = (kSide + 8) * kPoint;
    OpenTable({left, frame_.text_width - left}, false);
    body_.xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
    OpenCell(left, "");
    PutPicture(picture);
    body_.xml += "</w:tc>";
    OpenCell(frame_.text_width - left, "");
    for (const std::string& line : code.lines) {
      Text("公文附注", line, "");
    }
    if (code.lines.empty()) {
      Gap();
    }
    body_.xml += "</w:tc></w:tr></w:tbl>";
    Gap();
    return {};
  }

  Status Put(const PageBreak&) {
    body_.xml += "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
    return {};
  }

  Status Put(const Placeholder& placeholder) { return Unfilled(placeholder.text); }

  DocxBody Take() { return std::move(body_); }

 private:
  static Error Unfilled(const std::string& name) {
    return {ErrorCode::kInvalid, "template.unfilled", {{"name", name}}};
  }

  std::string Style(std::string_view name) const {
    const auto found = frame_.style_ids.find(name);
    return found == frame_.style_ids.end() ? std::string() : found->second;
  }

  // `properties` in the order of the schema, without the style.
  void OpenParagraph(const std::string& style, std::string_view properties) {
    body_.xml += "<w:p><w:pPr>";
    if (!style.empty()) {
      body_.xml += fmt::format("<w:pStyle w:val=\"{}\"/>", EscapeXml(style));
    }
    body_.xml += properties;
    body_.xml += "</w:pPr>";
  }

  Status Line(const std::string& style, std::string_view properties, const Runs& runs) {
    OpenParagraph(style, properties);
    for (const TextRun& run : runs) {
      if (run.placeholder) {
        return Unfilled(run.text);
      }
      PutRun(run.text, run.bold ? "<w:rPr><w:b/></w:rPr>" : "");
    }
    body_.xml += "</w:p>";
    return {};
  }

  void PutRun(std::string_view text, std::string_view properties) {
    body_.xml += "<w:r>";
    body_.xml += properties;
    std::size_t from = 0;
    while (from <= text.size()) {
      const std::size_t stop = std::min(text.find_first_of("\n\t", from), text.size());
      if (stop > from) {
        body_.xml += "<w:t xml:space=\"preserve\">";
        AppendEscaped(body_.xml, text.substr(from, stop - from));
        body_.xml += "</w:t>";
      }
      if (stop < text.size()) {
        body_.xml += text[stop] == '\n' ? "<w:br/>" : "<w:tab/>";
      }
      from = stop + 1;
    }
    body_.xml += "</w:r>";
  }

  void Text(std::string_view style, const std::string& text, std::string_view properties) {
    // Plain text has no placeholder, so this cannot fail.
    LUOSHI_CHECK(Line(Style(style), properties, Runs{TextRun{text}}).ok());
  }

  // A thin line behind a table: two tables would grow together without one.
  void Gap() {
    body_.xml += "<w:p><w:pPr><w:spacing w:line=\"240\" w:lineRule=\"exact\"/></w:pPr></w:p>";
  }

  void OpenTable(const std::vector<int>& widths, bool lines) {
    body_.xml +=
        fmt::format("<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>",
                    frame_.text_width);
    if (lines) {
      body_.xml += "<w:tblBorders>";
      for (const std::string_view side : {"top", "left", "bottom", "right", "insideH", "insideV"}) {
        body_.xml += fmt::format(
            "<w:{} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>", side);
      }
      body_.xml += "</w:tblBorders>";
    }
    body_.xml += "<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>";
    for (const int width : widths) {
      body_.xml += fmt::format("<w:gridCol w:w=\"{}\"/>", width);
    }
    body_.xml += "</w:tblGrid>";
  }

  void OpenCell(int width, std::string_view more) {
    body_.xml += fmt::format(
        "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{}<w:vAlign "
        "w:val=\"center\"/></w:tcPr>",
        width, more);
  }

  void Cell(
      const std::string& text, int width, std::string more, Align align, bool bold, bool shaded) {
    if (shaded) {
      more += fmt::format("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>", kFill);
    }
    OpenCell(width, more);
    OpenParagraph(Style("公文表格"), fmt::format("<w:jc w:val=\"{}\"/>", Jc(align)));
    PutRun(text, fmt::format("<w:rPr>{}<w:sz w:val=\"{}\"/></w:rPr>",
                             bold ? "<w:rFonts w:eastAsia=\"黑体\"/>" : "", size_));
    body_.xml += "</w:p></w:tc>";
  }

  void PutHeader(const Table& table, const std::vector<int>& widths) {
    const int rows = HeaderRows(table);
    for (int row = 0; row < rows; ++row) {
      body_.xml += "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const TableColumn& column = table.columns[i];
        if (row == 0 && !column.group.empty()) {
          const std::size_t end = GroupEnd(table, i);
          int width = 0;
          for (std::size_t k = i; k <= end; ++k) {
            width += widths[k];
          }
          Cell(column.group, width, fmt::format("<w:gridSpan w:val=\"{}\"/>", end - i + 1),
               Align::kCenter, true, true);
          i = end;
        } else if (rows == 2 && column.group.empty()) {
          Cell(row == 0 ? column.title : "", widths[i],
               row == 0 ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>", Align::kCenter, true,
               true);
        } else {
          Cell(column.title, widths[i], "", Align::kCenter, true, true);
        }
      }
      body_.xml += "</w:tr>";
    }
  }

  void PutPicture(const Picture& picture) {
    body_.pictures.push_back(picture.png);
    const std::size_t id = body_.pictures.size();
    const int width = picture.width * kEmuPerPoint;
    const int height = picture.height * kEmuPerPoint;
    constexpr std::string_view kDrawing = "http://schemas.openxmlformats.org/drawingml/2006";
    body_.xml += fmt::format(
        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing><wp:inline "
        "xmlns:wp=\"{0}/wordprocessingDrawing\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
        "<wp:extent cx=\"{1}\" cy=\"{2}\"/><wp:docPr id=\"{3}\" name=\"图{3}\"/><a:graphic "
        "xmlns:a=\"{0}/main\"><a:graphicData uri=\"{0}/picture\"><pic:pic "
        "xmlns:pic=\"{0}/picture\"><pic:nvPicPr><pic:cNvPr id=\"{3}\" name=\"图{3}\"/>"
        "<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
        "r:embed=\"rIdLsPicture{3}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{1}\" cy=\"{2}\"/></a:xfrm>"
        "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>",
        kDrawing, width, height, id);
  }

  const DocxFrame& frame_;
  const PdfFonts& fonts_;
  DocxBody body_;
  int size_ = 24;  // of a table's text, in half points
};

}  // namespace

Result<DocxBody> WriteBlocks(const Paper& paper, const DocxFrame& frame, const PdfFonts& fonts) {
  Blocks blocks(frame, fonts);
  for (const Block& block : paper.blocks) {
    TRY(std::visit([&blocks](const auto& content) { return blocks.Put(content); }, block));
  }
  return blocks.Take();
}

}  // namespace luoshi::document
