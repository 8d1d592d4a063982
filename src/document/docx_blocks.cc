#include "document/docx_blocks.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/text.h"
#include "document/canvas.h"
#include "document/xml.h"

namespace luoshi::document {
namespace {

constexpr int kCharacter = 320;  // 3号, in twentieths of a point
constexpr int kPoint = 20;
constexpr int kEmuPerPoint = 12'700;
constexpr std::size_t kFirstDrawing = 9000;  // beyond the numbers a template's own pictures have
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
  Blocks(const DocxFrame& frame, const PdfFonts& fonts, std::size_t pictures_before)
      : frame_(frame), fonts_(fonts), pictures_before_(pictures_before), width_(frame.text_width) {}

  Status Put(const Masthead& head) {
    // As large as 36 pt, but on one line, as red heads are.
    constexpr int kMarkSize = 72;  // half points
    const int characters = static_cast<int>(DisplayWidth(head.mark) + 1) / 2;
    const int fitting = width_ / (kPoint / 2) / std::max(characters, 1);
    OpenParagraph(Style("公文标志"), "");
    PutRun(head.mark,
           fmt::format("<w:rPr><w:sz w:val=\"{}\"/></w:rPr>", std::min(kMarkSize, fitting)));
    body_.xml += "</w:p>";
    if (!head.number.empty()) {
      Text("公文期号", head.number, "");
    }
    Text("公文编发", head.issuer + "\t" + head.date, "");
    return {};
  }

  Status Put(const Heading& heading) {
    const std::string name =
        heading.level == 0 ? "title" : "heading " + std::to_string(std::clamp(heading.level, 1, 3));
    Line(Style(name), "", heading.runs);
    return {};
  }

  Status Put(const Paragraph& paragraph) {
    const bool indent =
        paragraph.indent && paragraph.align != Align::kCenter && paragraph.align != Align::kRight;
    std::string properties = indent ? "" : "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>";
    if (paragraph.align != Align::kJustify) {
      properties += fmt::format("<w:jc w:val=\"{}\"/>", Jc(paragraph.align));
    }
    Line(Style("公文正文"), properties, paragraph.runs);
    return {};
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
    std::vector<int> widths;
    for (const int share : ColumnShares(table)) {
      widths.push_back(width_ * share / 1000);
    }
    size_ = table.columns.size() <= 7 ? 24 : table.columns.size() <= 11 ? 21 : 18;
    OpenTable(widths, true);
    PutHeader(table, widths);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      const TableRow& row = table.rows[r];
      // 合计 never stands alone on a page.
      const bool keep = r + 1 < table.rows.size() ? table.rows[r + 1].total : keep_;
      body_.xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        Cell(i < row.cells.size() ? row.cells[i] : "", widths[i], "", table.columns[i].align,
             row.total, keep);
      }
      body_.xml += "</w:tr>";
    }
    body_.xml += "</w:tbl>";
    Gap();
    return {};
  }

  Status Put(const BarChart& chart) {
    for (std::size_t i = 0; i < chart.bars.size(); i += kBarsInPicture) {
      PutPicture(ChartPicture(chart, i, fonts_, width_ / kPoint));
    }
    return {};
  }

  Status Put(const KeyValues& values) {
    for (const auto& [key, value] : values.pairs) {
      Line(Style("公文正文"), "", Runs{TextRun{key + "：", true}, TextRun{value}});
    }
    return {};
  }

  Status Put(const Notes& notes) {
    if (!notes.title.empty()) {
      Line(Style("公文附注"), "<w:keepNext/>", Runs{TextRun{notes.title, true}});
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
    OpenTable({left, width_ - left}, false);
    body_.xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
    OpenCell(left, "");
    PutPicture(picture);
    body_.xml += "</w:tc>";
    OpenCell(width_ - left, "");
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

  // 抄送 and who printed it, at the foot of the page whatever stands above.
  Status Put(const Colophon& colophon) {
    std::vector<std::string> lines = {colophon.issuer + "\t" + colophon.date};
    if (!colophon.copies.empty()) {
      lines.insert(lines.begin(), colophon.copies);
    }
    // The same rules on both lines: programs make one frame of them, ruled above and below.
    for (const std::string& line : lines) {
      OpenParagraph(
          Style("公文版记"),
          fmt::format("<w:framePr w:w=\"{}\" w:wrap=\"around\" w:vAnchor=\"margin\" "
                      "w:hAnchor=\"margin\" w:xAlign=\"left\" w:yAlign=\"bottom\"/><w:pBdr>"
                      "<w:top w:val=\"single\" w:sz=\"8\" w:space=\"1\" w:color=\"000000\"/>"
                      "<w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"1\" w:color=\"000000\"/>"
                      "</w:pBdr>",
                      width_));
      PutRun(line, "");
      body_.xml += "</w:p>";
    }
    Gap();
    return {};
  }

  Status Put(const PageBreak&) {
    break_ = true;
    return {};
  }

  // What ends the body stays with what follows: a signature never stands alone on a page.
  void KeepWithNext(bool keep) { keep_ = keep; }

  // Ends the section before and goes on with pages that lie the other way.
  void Turn(bool landscape) {
    if (landscape == landscape_) {
      return;
    }
    body_.xml += "<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/>" +
                 (landscape_ ? frame_.turned_section : frame_.section) + "</w:pPr></w:p>";
    landscape_ = landscape;
    width_ = landscape ? frame_.turned_width : frame_.text_width;
    break_ = false;
  }

  DocxBody Take() {
    Turn(false);
    if (break_) {
      Gap();  // the break needs a paragraph to stand before
    }
    return std::move(body_);
  }

 private:
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
    const bool kept = properties.starts_with("<w:keepNext/>");
    body_.xml += keep_ && !kept ? "<w:keepNext/>" : "";
    for (const std::string_view keep : {"<w:keepNext/>", "<w:keepLines/>"}) {
      if (properties.starts_with(keep)) {
        body_.xml += keep;
        properties.remove_prefix(keep.size());
      }
    }
    body_.xml += break_ ? "<w:pageBreakBefore/>" : "";
    break_ = false;
    body_.xml += properties;
    body_.xml += "</w:pPr>";
  }

  void Line(const std::string& style, std::string_view properties, const Runs& runs) {
    OpenParagraph(style, properties);
    for (const TextRun& run : runs) {
      PutRun(run.text, run.bold ? "<w:rPr><w:rFonts w:eastAsia=\"黑体\"/></w:rPr>" : "");
    }
    body_.xml += "</w:p>";
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
    Line(Style(style), properties, Runs{TextRun{text}});
  }

  // A thin line behind a table: two tables would grow together without one.
  void Gap() {
    OpenParagraph("", "<w:spacing w:line=\"240\" w:lineRule=\"exact\"/>");
    body_.xml += "</w:p>";
  }

  void OpenTable(const std::vector<int>& widths, bool lines) {
    if (break_) {
      Gap();
    }
    body_.xml +=
        fmt::format("<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>",
                    std::accumulate(widths.begin(), widths.end(), 0));
    if (lines) {
      body_.xml += "<w:tblBorders>";
      for (const std::string_view side : {"top", "left", "bottom", "right", "insideH", "insideV"}) {
        body_.xml += fmt::format(
            "<w:{} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>", side);
      }
      body_.xml += "</w:tblBorders>";
    }
    body_.xml +=
        "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"57\" w:type=\"dxa\"/><w:right "
        "w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>";
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
      const std::string& text, int width, std::string more, Align align, bool bold, bool keep) {
    if (bold) {
      more += fmt::format("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>", kFill);
    }
    OpenCell(width, more);
    OpenParagraph(Style("公文表格"),
                  fmt::format("{}<w:jc w:val=\"{}\"/>", keep ? "<w:keepNext/>" : "", Jc(align)));
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
    const std::size_t id = pictures_before_ + body_.pictures.size();
    const int width = picture.width * kEmuPerPoint;
    const int height = picture.height * kEmuPerPoint;
    constexpr std::string_view kDrawing = "http://schemas.openxmlformats.org/drawingml/2006";
    OpenParagraph("", "<w:jc w:val=\"center\"/>");
    body_.xml += fmt::format(
        "<w:r><w:drawing><wp:inline "
        "xmlns:wp=\"{0}/wordprocessingDrawing\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
        "<wp:extent cx=\"{1}\" cy=\"{2}\"/><wp:docPr id=\"{4}\" name=\"图{3}\"/><a:graphic "
        "xmlns:a=\"{0}/main\"><a:graphicData uri=\"{0}/picture\"><pic:pic "
        "xmlns:pic=\"{0}/picture\"><pic:nvPicPr><pic:cNvPr id=\"{3}\" name=\"图{3}\"/>"
        "<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
        "r:embed=\"rIdLsPicture{3}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{1}\" cy=\"{2}\"/></a:xfrm>"
        "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>",
        kDrawing, width, height, id, id + kFirstDrawing);
  }

  const DocxFrame& frame_;
  const PdfFonts& fonts_;
  std::size_t pictures_before_ = 0;
  DocxBody body_;
  int size_ = 24;       // of a table's text, in half points
  bool break_ = false;  // the next paragraph begins a page
  bool landscape_ = false;
  bool keep_ = false;
  int width_;
};

}  // namespace

Result<DocxBody> WriteBlocks(const std::vector<Block>& blocks,
                             const DocxFrame& frame,
                             const PdfFonts& fonts,
                             std::size_t pictures_before) {
  Blocks writer(frame, fonts, pictures_before);
  for (const Block& block : blocks) {
    if (!std::holds_alternative<PageBreak>(block)) {
      writer.Turn(IsLandscape(block));
    }
    const bool ends = std::holds_alternative<Paragraph>(block) ||
                      std::holds_alternative<Table>(block) ||
                      std::holds_alternative<BarChart>(block);
    writer.KeepWithNext(&block == &blocks.back() && ends);
    TRY(std::visit([&writer](const auto& content) { return writer.Put(content); }, block));
  }
  return writer.Take();
}

}  // namespace luoshi::document
