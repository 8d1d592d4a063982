#include "document/pdf_writer.h"

#include <algorithm>

#include <cairo-pdf.h>

#include "document/canvas.h"
#include "document/pdf_table.h"

namespace luoshi::document {
namespace {

// GB/T 9704-2012 clause 5; millimetres become points.
constexpr double Mm(double millimetres) { return millimetres * 72 / 25.4; }
constexpr double kPageWidth = Mm(210);
constexpr double kPageHeight = Mm(297);
constexpr double kTop = Mm(37);
constexpr double kLeft = Mm(28);
constexpr double kWidth = Mm(156);
constexpr double kHeight = Mm(225);
constexpr double kBottom = kTop + kHeight;
constexpr int kLinesPerPage = 22;
constexpr int kCharactersPerLine = 28;
constexpr double kPitch = kHeight / kLinesPerPage;
constexpr double kBodySize = 16;   // 3号
constexpr double kTitleSize = 22;  // 2号
constexpr double kSpacing = (kWidth - kCharactersPerLine * kBodySize) / kCharactersPerLine;
constexpr double kCharacter = kBodySize + kSpacing;
constexpr double kIndent = 2 * kCharacter;
// The middle of a Chinese character lies this part of its size above the baseline.
constexpr double kMiddle = 0.38;

constexpr TextStyle kBody{Face::kFang, kBodySize, kSpacing};
constexpr TextStyle kHei{Face::kHei, kBodySize, kSpacing};
constexpr TextStyle kKai{Face::kKai, kBodySize, kSpacing};
constexpr TextStyle kTitle{Face::kTitle, kTitleSize, 0};
constexpr TextStyle kPageNumber{Face::kSong, 14, 0};  // 4号
constexpr TextStyle kSmall{Face::kSong, 10.5, 0};     // 5号
constexpr TextStyle kSmallHei{Face::kHei, 10.5, 0};
constexpr TextStyle kHeaderText{Face::kSong, 9, 0};
constexpr Color kRed{0.85, 0.06, 0.06};
constexpr double kSmallPitch = 17;

cairo_status_t AppendBytes(void* out, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

class Press : public TablePress {
 public:
  Press(const Paper& paper, Canvas& canvas) : paper_(paper), canvas_(canvas) {}

  Status Set(std::size_t index) {
    const Block& block = paper_.blocks[index];
    if (!std::holds_alternative<PageBreak>(block)) {
      Turn(IsLandscape(block));
    }
    // A heading alone at the foot of a page belongs with what it heads.
    next_needs_ = index + 1 < paper_.blocks.size() ? LeastHeight(paper_.blocks[index + 1]) : 0;
    signature_next_ = index + 1 < paper_.blocks.size() &&
                      std::holds_alternative<Signature>(paper_.blocks[index + 1]);
    return std::visit([this](const auto& content) { return Put(content); }, block);
  }

  int Finish() {
    EndPage();
    return page_ - 1;
  }

  // TablePress
  Canvas& canvas() override { return canvas_; }
  double y() const override { return y_; }
  double left() const override { return left_; }
  double width() const override { return width_; }
  double page_room() const override { return bottom_ - top_; }
  void Advance(double height) override { y_ += height; }
  bool Fits(double height) const override { return y_ + height <= bottom_ + 0.01; }
  void NewPage() override {
    EndPage();
    cairo_show_page(canvas_.cairo());
    y_ = top_;
  }

 private:
  // Turned pages are bound at their upper edge: their margins are the upright page's, turned.
  void Turn(bool landscape) {
    if (landscape == landscape_) {
      return;
    }
    if (y_ > top_) {
      NewPage();
    }
    landscape_ = landscape;
    left_ = landscape ? kPageHeight - kBottom : kLeft;
    top_ = landscape ? kLeft : kTop;
    width_ = landscape ? kHeight : kWidth;
    bottom_ = top_ + (landscape ? kWidth : kHeight);
    y_ = top_;
    cairo_pdf_surface_set_size(cairo_get_target(canvas_.cairo()),
                               landscape ? kPageHeight : kPageWidth,
                               landscape ? kPageWidth : kPageHeight);
  }

  // The header, and — 1 — 7 mm below the type area, one character in from its outer edge.
  void EndPage() {
    if (!paper_.page_header.empty()) {
      const TextBlock text = canvas_.Lay(paper_.page_header, kHeaderText, width_, Align::kCenter);
      canvas_.Text(text, left_, top_ - Mm(10));
    }
    const std::string number = "— " + std::to_string(page_) + " —";
    const TextBlock text = canvas_.Lay(number, kPageNumber, 0, Align::kLeft);
    const double x = page_ % 2 == 1 ? left_ + width_ - kPageNumber.size - text.width()
                                    : left_ + kPageNumber.size;
    canvas_.Line(text, 0, x, bottom_ + Mm(7) + kPageNumber.size / 2, false);
    ++page_;
  }

  // About what the next block puts on its first page at the least.
  static double LeastHeight(const Block& block) {
    if (std::holds_alternative<Table>(block)) {
      return 6 * kPitch;
    }
    if (const auto* chart = std::get_if<BarChart>(&block)) {
      const double whole = ChartHead(*chart) + kBarPitch * static_cast<double>(chart->bars.size());
      return whole < kHeight - 2 * kPitch ? whole + kPitch : 3 * kPitch;
    }
    return std::holds_alternative<Signature>(block) ? 4 * kPitch : kPitch;
  }

  // A signature never stands alone on a page: the end of what is before it goes along.
  double Company() const { return signature_next_ ? 4 * kPitch : 0; }

  void Room(double height) {
    if (!Fits(height) && y_ > top_) {
      NewPage();
    }
  }

  // Lines on the grid of 22. A paragraph leaves no single line behind on either page.
  void Lines(const TextBlock& block, double pitch, double size, bool fill) {
    const int lines = block.lines();
    for (int i = 0; i < lines; ++i) {
      const bool last_two = i == std::max(lines - 2, 0);
      Room(last_two ? std::min(lines, 2) * pitch + Company() : pitch);
      canvas_.Line(block, i, left_, y_ + pitch / 2 + size * kMiddle, fill && i + 1 < lines);
      y_ += pitch;
    }
  }

  // Back to the grid after something of another height, so that facing lines meet.
  void ToGrid() {
    const double lines = (y_ - top_) / kPitch;
    const double whole = static_cast<double>(static_cast<int>(lines + 0.98));
    y_ = std::min(top_ + whole * kPitch, bottom_);
  }

  Status Put(const Masthead& head) {
    constexpr double kMarkSize = 36;
    // Shrunk to one line, as red heads are.
    TextStyle style{Face::kTitle, kMarkSize, 2};
    const double natural = canvas_.Lay(head.mark, style, 0, Align::kLeft).width();
    if (natural > width_) {
      const double shrunk = 0.99 * width_ / natural;
      style.size *= shrunk;
      style.spacing *= shrunk;
    }
    Room(5 * kPitch);
    canvas_.SetColor(kRed);
    const TextBlock mark = canvas_.Lay(head.mark, style, width_, Align::kCenter);
    canvas_.Line(mark, 0, left_, y_ + kPitch + style.size * kMiddle, false);
    canvas_.SetColor({});
    y_ += 2.2 * kPitch;
    if (!head.number.empty()) {
      Lines(canvas_.Lay(head.number, kBody, width_, Align::kCenter), kPitch, kBodySize, false);
    }
    if (!head.issuer.empty() || !head.date.empty()) {
      const double baseline = y_ + kPitch / 2 + kBodySize * kMiddle;
      canvas_.Line(canvas_.Lay(head.issuer, kBody, 0, Align::kLeft), 0, left_ + kCharacter,
                   baseline, false);
      const TextBlock right = canvas_.Lay(head.date, kBody, 0, Align::kLeft);
      canvas_.Line(right, 0, left_ + width_ - kCharacter - right.width(), baseline, false);
      y_ += kPitch;
    }
    if (head.ruled) {
      canvas_.SetColor(kRed);
      canvas_.Rule(left_, y_ + Mm(2), left_ + width_, y_ + Mm(2), 1.5);
      canvas_.SetColor({});
      y_ += kPitch / 2;
    }
    ToGrid();
    return {};
  }

  Status Put(const Heading& heading) {
    if (heading.level == 0) {
      Room(3 * kPitch);
      y_ += y_ > top_ ? kPitch / 2 : 0;
      Lines(canvas_.Lay(heading.runs, kTitle, width_, 0, Align::kCenter), kPitch * 1.15, kTitleSize,
            false);
      y_ += kPitch / 2;
      ToGrid();
      return {};
    }
    const TextStyle& style = heading.level == 1 ? kHei : heading.level == 2 ? kKai : kBody;
    const TextBlock text = canvas_.Lay(heading.runs, style, width_, kIndent, Align::kJustify);
    Room(text.lines() * kPitch + next_needs_);
    Lines(text, kPitch, kBodySize, true);
    return {};
  }

  Status Put(const Paragraph& paragraph) {
    const bool justify = paragraph.align == Align::kJustify;
    const bool indent = paragraph.indent && (justify || paragraph.align == Align::kLeft);
    const TextBlock text =
        canvas_.Lay(paragraph.runs, kBody, width_, indent ? kIndent : 0, paragraph.align);
    // No lone first line at the foot of a page.
    if (text.lines() > 1) {
      Room(2 * kPitch);
    }
    Lines(text, kPitch, kBodySize, justify);
    return {};
  }

  Status Put(const Table& table) {
    y_ += y_ > top_ ? kPitch / 4 : 0;
    SetTable(*this, table);
    y_ += kPitch / 2;
    return {};
  }

  Status Put(const BarChart& chart) {
    const double head = ChartHead(chart);
    const double whole = head + kBarPitch * static_cast<double>(chart.bars.size());
    y_ += y_ > top_ ? kPitch / 4 : 0;
    Room(whole <= bottom_ - top_ ? whole : head + 3 * kBarPitch);
    DrawChartHead(canvas_, chart, left_, y_, width_);
    y_ += head;
    const ChartFrame frame = MeasureChart(canvas_, chart, width_);
    for (std::size_t i = 0; i < chart.bars.size(); ++i) {
      constexpr std::size_t kLastBars = 3;
      const bool last = i + kLastBars == chart.bars.size();
      Room(last ? kLastBars * kBarPitch + Company() : kBarPitch);
      DrawBar(canvas_, frame, chart.bars[i], left_, y_, width_);
      y_ += kBarPitch;
    }
    y_ += kPitch / 2;
    return {};
  }

  Status Put(const KeyValues& values) {
    for (const auto& [key, value] : values.pairs) {
      const Runs runs = {TextRun{key + "：", true}, TextRun{value}};
      Lines(canvas_.Lay(runs, kBody, width_, kIndent, Align::kJustify), kPitch, kBodySize, true);
    }
    return {};
  }

  Status Put(const Notes& notes) {
    Room(3 * kSmallPitch);
    canvas_.Rule(left_, y_ + 4, left_ + width_ / 3, y_ + 4, 0.5);
    y_ += 9;
    if (!notes.title.empty()) {
      Lines(canvas_.Lay(notes.title, kSmallHei, width_, Align::kLeft), kSmallPitch, kSmall.size,
            false);
    }
    for (const std::string& line : notes.lines) {
      Lines(canvas_.Lay(line, kSmall, width_, Align::kJustify), kSmallPitch, kSmall.size, true);
    }
    return {};
  }

  // The date four characters in from the right, the issuer centred above it.
  Status Put(const Signature& signature) {
    ToGrid();
    Room(3 * kPitch);
    y_ += kPitch;
    const TextBlock issuer = canvas_.Lay(signature.issuer, kBody, 0, Align::kLeft);
    const TextBlock date = canvas_.Lay(signature.date.ToChinese(), kBody, 0, Align::kLeft);
    const double right = left_ + width_ - 4 * kCharacter;
    const double middle =
        std::min(right - date.width() / 2, left_ + width_ - 2 * kCharacter - issuer.width() / 2);
    canvas_.Line(issuer, 0, std::max(left_, middle - issuer.width() / 2),
                 y_ + kPitch / 2 + kBodySize * kMiddle, false);
    y_ += kPitch;
    canvas_.Line(date, 0, right - date.width(), y_ + kPitch / 2 + kBodySize * kMiddle, false);
    y_ += kPitch;
    return {};
  }

  Status Put(const QrCode& code) {
    TRY_ASSIGN(const QrMatrix matrix, MakeQr(code.content));
    const double side = Mm(28);
    Room(side);
    canvas_.Qr(matrix, left_, y_, side);
    double line = y_ + (side - kSmallPitch * static_cast<double>(code.lines.size())) / 2;
    for (const std::string& text : code.lines) {
      canvas_.Text(canvas_.Lay(text, kSmall, width_ - side - 8, Align::kLeft), left_ + side + 8,
                   line + 2);
      line += kSmallPitch;
    }
    y_ += side;
    return {};
  }

  Status Put(const PageBreak&) {
    if (y_ > top_) {
      NewPage();
    }
    return {};
  }

  // At the foot of the page, whatever stands above it.
  Status Put(const Colophon& colophon) {
    const int lines = colophon.copies.empty() ? 1 : 2;
    constexpr double kLine = 24;
    const double height = lines * kLine + 4;
    if (!Fits(height)) {
      NewPage();
    }
    y_ = bottom_ - height;
    const double width = width_ - 2 * kPageNumber.size;
    const TextStyle style{Face::kFang, kPageNumber.size, 0};
    canvas_.Rule(left_, y_, left_ + width_, y_, 1);
    if (!colophon.copies.empty()) {
      canvas_.Text(canvas_.Lay(colophon.copies, style, width, Align::kLeft),
                   left_ + kPageNumber.size, y_ + 4);
      y_ += kLine;
      canvas_.Rule(left_, y_, left_ + width_, y_, 0.7);
    }
    canvas_.Text(canvas_.Lay(colophon.issuer, style, 0, Align::kLeft), left_ + kPageNumber.size,
                 y_ + 4);
    const TextBlock date = canvas_.Lay(colophon.date, style, 0, Align::kLeft);
    canvas_.Text(date, left_ + width_ - kPageNumber.size - date.width(), y_ + 4);
    y_ = bottom_;
    canvas_.Rule(left_, y_, left_ + width_, y_, 1);
    return {};
  }

  const Paper& paper_;
  Canvas& canvas_;
  double left_ = kLeft;
  double top_ = kTop;
  double width_ = kWidth;
  double bottom_ = kBottom;
  double y_ = kTop;
  double next_needs_ = 0;
  int page_ = 1;
  bool landscape_ = false;
  bool signature_next_ = false;
};

}  // namespace

Result<PdfFile> WritePdf(const Paper& paper, const PdfFonts& fonts) {
  struct Surface {
    std::string bytes;
    cairo_surface_t* surface =
        cairo_pdf_surface_create_for_stream(&AppendBytes, &bytes, kPageWidth, kPageHeight);
    cairo_t* cairo = cairo_create(surface);
    Surface() = default;
    Surface(const Surface&) = delete;
    Surface& operator=(const Surface&) = delete;
    ~Surface() {
      cairo_destroy(cairo);
      cairo_surface_destroy(surface);
    }
  } target;
  const std::string date = paper.date.ToString() + "T00:00:00+08:00";
  cairo_pdf_surface_set_metadata(target.surface, CAIRO_PDF_METADATA_TITLE, paper.title.c_str());
  cairo_pdf_surface_set_metadata(target.surface, CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
  PdfFile file;
  {
    Canvas canvas(target.cairo, fonts);
    Press press(paper, canvas);
    for (std::size_t i = 0; i < paper.blocks.size(); ++i) {
      TRY(press.Set(i));
    }
    file.pages = press.Finish();
    file.missing = canvas.missing();
  }
  cairo_show_page(target.cairo);
  cairo_surface_finish(target.surface);
  if (cairo_surface_status(target.surface) != CAIRO_STATUS_SUCCESS) {
    return Error{ErrorCode::kInternal,
                 "document.not_set",
                 {},
                 {},
                 cairo_status_to_string(cairo_surface_status(target.surface))};
  }
  file.bytes = std::move(target.bytes);
  return file;
}

}  // namespace luoshi::document
