// Text and simple figures on a Cairo surface, in points. Internal to document: the PDF writer and
// the pictures inside a .docx draw with it. Floating point is allowed here and only here: these
// are pictures.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <cairo.h>
#include <pango/pangocairo.h>

#include "document/paper.h"
#include "document/pdf_fonts.h"
#include "document/qr.h"

namespace luoshi::document {

enum class Face { kFang, kKai, kHei, kSong, kTitle };

struct TextStyle {
  Face face = Face::kFang;
  double size = 16;    // points
  double spacing = 0;  // added after each character
};

struct Color {
  double red = 0;
  double green = 0;
  double blue = 0;
};

// A laid-out text of one or more lines.
class TextBlock {
 public:
  explicit TextBlock(PangoLayout* layout) : layout_(layout) {}
  PangoLayout* get() const { return layout_.get(); }
  int lines() const { return pango_layout_get_line_count(layout_.get()); }
  double width() const;   // of the ink's line boxes
  double height() const;  // as the face sets it

 private:
  struct Release {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  };
  std::unique_ptr<PangoLayout, Release> layout_;
};

class Canvas {
 public:
  // Neither is owned; both must outlive the canvas.
  Canvas(cairo_t* cairo, const PdfFonts& fonts);
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;
  ~Canvas();

  // `width` 0: one line per line of text. Justified lines are filled by Line.
  TextBlock Lay(const Runs& runs, const TextStyle& style, double width, double indent, Align align);
  TextBlock Lay(std::string_view text, const TextStyle& style, double width, Align align);
  // Draws line `index` with its baseline at y; x is the left edge of the block.
  void Line(const TextBlock& block, int index, double x, double baseline, bool fill);
  // The whole block, its top at y.
  void Text(const TextBlock& block, double x, double y);
  void Rule(double x1, double y1, double x2, double y2, double thickness);
  void Box(double x, double y, double width, double height, const Color& color);
  void SetColor(const Color& color);
  // `side` includes the quiet zone of four modules.
  void Qr(const QrMatrix& matrix, double x, double y, double side);

  cairo_t* cairo() const { return cairo_; }
  // Characters that no font had.
  const std::set<char32_t>& missing() const { return missing_; }

 private:
  void NoteMissing(PangoLayout* layout, std::string_view text);
  cairo_t* cairo_;
  PangoFontMap* map_;
  PangoContext* context_;
  std::set<char32_t> missing_;
};

// One row of a chart is this high; the legend row too.
constexpr double kBarPitch = 19;
// What stands above the bars: caption and legend.
double ChartHead(const BarChart& chart);
void DrawChartHead(Canvas& canvas, const BarChart& chart, double x, double y, double width);
// The shares of a chart's width, the same for all its bars.
struct ChartFrame {
  double label = 0;
  double shown = 0;
  double most = 0;  // the value that fills the room of a bar
};
ChartFrame MeasureChart(Canvas& canvas, const BarChart& chart, double width);
void DrawBar(
    Canvas& canvas, const ChartFrame& frame, const Bar& bar, double x, double y, double width);

// For a .docx, which cannot hold our drawings: PNG at 216 dpi and its size in points.
struct Picture {
  std::string png;
  int width = 0;
  int height = 0;
};
// One picture for at most kBarsInPicture bars from `first` on; a higher one would not fit a page.
constexpr std::size_t kBarsInPicture = 30;
Picture ChartPicture(const BarChart& chart, std::size_t first, const PdfFonts& fonts, int width);
Result<Picture> QrPicture(std::string_view content, const PdfFonts& fonts, int side);

}  // namespace luoshi::document
