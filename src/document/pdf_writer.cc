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
  Press(const Paper& paper, Canvas& canvas) : paper_(paper), canvas_(canvas) { StartPage(); }

  Status Set(std::size_t index) {
    const Block& block = paper_.blocks[index];
    // A heading alone at the foot of a page belongs with what it heads.
    next_needs_ = index + 1 < paper_.blocks.size() ? LeastHeight(paper_.blocks[index + 1]) : 0;
    return std::visit([this](const auto& content) { return Put(content); }, block);
  }

  int Finish() {
    EndPage();
    return page_;
  }

  // TablePress
  Canvas& canvas() override { return canvas_; }
  double y() const override { return y_; }
  double left() const override { return kLeft; }
  double width() const override { return kWidth; }
  double page_room() const override { return kHeight; }
  void Advance(double height) override { y_ += height; }
  bool Fits(double height) const override { return y_ + height <= kBottom + 0.01; }
  void NewPage() override {
    EndPage();
    cairo_show_page(canvas_.cairo());
    StartPage();
  }

 private:
  void StartPage() {
    ++page_;
    y_ = kTop;
    if (!paper_.page_header.empty()) {
      const TextBlock text = canvas_.Lay(paper_.page_header, kHeaderText, kWidth, Align::kCenter);
      canvas_.Text(text, kLeft, kTop - Mm(10));
    }
  }

  // — 1 —, 7 mm below the type area, one character in from its outer edge.
  void EndPage() {
    const std::string number = "— " + std::to_string(page_) + " —";
    const TextBlock text = canvas_.Lay(number, kPageNumber, 0, Align::kLeft);
    const double x = page_ % 2 == 1 ? kLeft + kWidth - kPageNumber.size - text.width()
                                    : kLeft + kPageNumber.size;
    canvas_.Line(text, 0, x, kBottom + Mm(7) + kPageNumber.size / 2, false);
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
    return kPitch;
  }

  void Room(double height) {
    if (!Fits(height) && y_ > kTop) {
      NewPage();
    }
  }

  // Lines on the grid of 22.
  void Lines(const TextBlock& block, double pitch, double size, bool fill, double x = kLeft) {
    const int lines = block.lines();
    for (int i = 0; i < lines; ++i) {
      Room(pitch);
      canvas_.Line(block, i, x, y_ + pitch / 2 + size * kMiddle, fill && i + 1 < lines);
      y_ += pitch;
    }
  }

  // Back to the grid after something of another height, so that facing lines meet.
  void ToGrid() {
    const double lines = (y_ - kTop) / kPitch;
    const double whole = static_cast<double>(static_cast<int>(lines + 0.98));
    y_ = std::min(kTop + whole * kPitch, kBottom);
  }

  Status Put(const Masthead& head) {
    constexpr double kMarkSize = 36;
    // Shrunk to one line, as red heads are.
    TextStyle style{Face::kTitle, kMarkSize, 2};
    const double natural = canvas_.Lay(head.mark, style, 0, Align::kLeft).width();
    if (natural > kWidth) {
      style.size *= kWidth / natural;
    }
    Room(5 * kPitch);
    canvas_.SetColor(kRed);
    const TextBlock mark = canvas_.Lay(head.mark, style, kWidth, Align::kCenter);
    canvas_.Line(mark, 0, kLeft, y_ + kPitch + style.size * kMiddle, false);
    canvas_.SetColor({});
    y_ += 2.2 * kPitch;
    if (!head.number.empty()) {
      Lines(canvas_.Lay(head.number, kBody, kWidth, Align::kCenter), kPitch, kBodySize, false);
    }
    if (!head.issuer.empty() || head.date.has_value()) {
      const double baseline = y_ + kPitch / 2 + kBodySize * kMiddle;
      canvas_.Line(canvas_.Lay(head.issuer, kBody, 0, Align::kLeft), 0, kLeft + kCharacter,
                   baseline, false);
      const std::string date = head.date.has_value() ? head.date->ToChinese() : "";
      const TextBlock right = canvas_.Lay(date, kBody, 0, Align::kLeft);
      canvas_.Line(right, 0, kLeft + kWidth - kCharacter - right.width(), baseline, false);
      y_ += kPitch;
    }
    canvas_.SetColor(kRed);
    canvas_.Rule(kLeft, y_ + Mm(2), kLeft + kWidth, y_ + Mm(2), 1.5);
    canvas_.SetColor({});
    y_ += kPitch / 2;
    ToGrid();
    return {};
  }

  Status Put(const Heading& heading) {
    if (heading.level == 0) {
      Room(3 * kPitch);
      y_ += y_ > kTop ? kPitch / 2 : 0;
      Lines(canvas_.Lay(heading.runs, kTitle, kWidth, 0, Align::kCenter), kPitch * 1.15, kTitleSize,
            false);
      y_ += kPitch / 2;
      ToGrid();
      return {};
    }
    const TextStyle& style = heading.level == 1 ? kHei : heading.level == 2 ? kKai : kBody;
    const TextBlock text = canvas_.Lay(heading.runs, style, kWidth, kIndent, Align::kJustify);
    Room(text.lines() * kPitch + next_needs_);
    Lines(text, kPitch, kBodySize, true);
    return {};
  }

  Status Put(const Paragraph& paragraph) {
    const bool justify = paragraph.align == Align::kJustify;
    const bool indent = paragraph.indent && (justify || paragraph.align == Align::kLeft);
    const TextBlock text =
        canvas_.Lay(paragraph.runs, kBody, kWidth, indent ? kIndent : 0, paragraph.align);
    // No lone first line at the foot of a page.
    if (text.lines() > 1) {
      Room(2 * kPitch);
    }
    Lines(text, kPitch, kBodySize, justify);
    return {};
  }

  Status Put(const Table& table) {
    y_ += y_ > kTop ? kPitch / 4 : 0;
    SetTable(*this, table);
    y_ += kPitch / 2;
    return {};
  }

  Status Put(const BarChart& chart) {
    const double head = ChartHead(chart);
    const double whole = head + kBarPitch * static_cast<double>(chart.bars.size());
    y_ += y_ > kTop ? kPitch / 4 : 0;
    Room(whole <= kHeight ? whole : head + 3 * kBarPitch);
    DrawChartHead(canvas_, chart, kLeft, y_, kWidth);
    y_ += head;
    const ChartFrame frame = MeasureChart(canvas_, chart, kWidth);
    for (const Bar& bar : chart.bars) {
      Room(kBarPitch);
      DrawBar(canvas_, frame, bar, kLeft, y_, kWidth);
      y_ += kBarPitch;
    }
    y_ += kPitch / 2;
    return {};
  }

  Status Put(const KeyValues& values) {
    for (const auto& [key, value] : values.pairs) {
      const Runs runs = {TextRun{key + "：", true}, TextRun{value}};
      Lines(canvas_.Lay(runs, kBody, kWidth, kIndent, Align::kJustify), kPitch, kBodySize, true);
    }
    return {};
  }

  Status Put(const Notes& notes) {
    Room(3 * kSmallPitch);
    canvas_.Rule(kLeft, y_ + 4, kLeft + kWidth / 3, y_ + 4, 0.5);
    y_ += 9;
    if (!notes.title.empty()) {
      Lines(canvas_.Lay(notes.title, kSmallHei, kWidth, Align::kLeft), kSmallPitch, kSmall.size,
            false);
    }
    for (const std::string& line : notes.lines) {
      Lines(canvas_.Lay(line, kSmall, kWidth, Align::kJustify), kSmallPitch, kSmall.size, true);
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
    const double right = kLeft + kWidth - 4 * kCharacter;
    const double middle =
        std::min(right - date.width() / 2, kLeft + kWidth - 2 * kCharacter - issuer.width() / 2);
    canvas_.Line(issuer, 0, std::max(kLeft, middle - issuer.width() / 2),
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
    canvas_.Qr(matrix, kLeft, y_, side);
    double line = y_ + (side - kSmallPitch * static_cast<double>(code.lines.size())) / 2;
    for (const std::string& text : code.lines) {
      canvas_.Text(canvas_.Lay(text, kSmall, kWidth - side - 8, Align::kLeft), kLeft + side + 8,
                   line + 2);
      line += kSmallPitch;
    }
    y_ += side;
    return {};
  }

  Status Put(const PageBreak&) {
    if (y_ > kTop) {
      NewPage();
    }
    return {};
  }

  Status Put(const Placeholder& placeholder) {
    return Error{ErrorCode::kInvalid, "template.unfilled", {{"name", placeholder.text}}};
  }

  const Paper& paper_;
  Canvas& canvas_;
  double y_ = kTop;
  double next_needs_ = 0;
  int page_ = 0;
};

Status RefusePlaceholders(const Runs& runs) {
  for (const TextRun& run : runs) {
    if (run.placeholder) {
      return Error{ErrorCode::kInvalid, "template.unfilled", {{"name", run.text}}};
    }
  }
  return {};
}

}  // namespace

Result<PdfFile> WritePdf(const Paper& paper, const PdfFonts& fonts) {
  for (const Block& block : paper.blocks) {
    if (const auto* heading = std::get_if<Heading>(&block)) {
      TRY(RefusePlaceholders(heading->runs));
    } else if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      TRY(RefusePlaceholders(paragraph->runs));
    }
  }
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
