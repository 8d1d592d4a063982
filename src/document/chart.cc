// The bar chart and the pictures of canvas.h.
#include <algorithm>

#include "document/canvas.h"
#include "document/png.h"

namespace luoshi::document {
namespace {

constexpr TextStyle kCaption{Face::kHei, 12, 0};
constexpr TextStyle kLabel{Face::kSong, 10.5, 0};
constexpr TextStyle kLegend{Face::kSong, 9, 0};
// Shades that a picture's palette holds exactly (png.h): #447799, #EEEEEE, #CC3333.
constexpr Color kBarColor{4.0 / 15, 7.0 / 15, 9.0 / 15};
constexpr Color kTrack{14.0 / 15, 14.0 / 15, 14.0 / 15};
constexpr Color kPlanColor{12.0 / 15, 3.0 / 15, 3.0 / 15};
constexpr double kCaptionHeight = 22;
constexpr double kLegendHeight = 16;

double ToDouble(const Decimal& value) {
  double out = static_cast<double>(value.units());
  for (int i = 0; i < value.scale(); ++i) {
    out /= 10;
  }
  return std::max(out, 0.0);
}

bool HasMarks(const BarChart& chart) {
  return std::any_of(chart.bars.begin(), chart.bars.end(),
                     [](const Bar& bar) { return bar.planned.has_value(); });
}

template <class Draw>
Picture Paint(const PdfFonts& fonts, int width, int height, const Draw& draw) {
  constexpr int kScale = 3;
  cairo_surface_t* surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, width * kScale, height * kScale);
  cairo_t* cairo = cairo_create(surface);
  cairo_scale(cairo, kScale, kScale);
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_paint(cairo);
  cairo_set_source_rgb(cairo, 0, 0, 0);
  Picture picture{.width = width, .height = height};
  {
    Canvas canvas(cairo, fonts);
    draw(canvas);
  }
  picture.png = EncodePng(surface);
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  return picture;
}

}  // namespace

double ChartHead(const BarChart& chart) {
  return (chart.caption.empty() ? 0 : kCaptionHeight) + (HasMarks(chart) ? kLegendHeight : 0);
}

void DrawChartHead(Canvas& canvas, const BarChart& chart, double x, double y, double width) {
  if (!chart.caption.empty()) {
    canvas.Text(canvas.Lay(chart.caption, kCaption, width, Align::kCenter), x, y);
    y += kCaptionHeight;
  }
  if (HasMarks(chart)) {
    const TextBlock legend = canvas.Lay(chart.planned_label, kLegend, 0, Align::kLeft);
    const double left = x + width - legend.width();
    canvas.Text(legend, left, y);
    canvas.Box(left - 7, y + 1, 1.6, 10, kPlanColor);
  }
}

ChartFrame MeasureChart(Canvas& canvas, const BarChart& chart, double width) {
  ChartFrame frame;
  for (const Bar& bar : chart.bars) {
    frame.label = std::max(frame.label, canvas.Lay(bar.label, kLabel, 0, Align::kLeft).width());
    frame.shown = std::max(frame.shown, canvas.Lay(bar.shown, kLabel, 0, Align::kLeft).width());
    frame.most =
        std::max({frame.most, ToDouble(bar.value), bar.planned ? ToDouble(*bar.planned) : 0});
  }
  constexpr double kMostLabel = 0.45;
  constexpr double kMostShown = 0.25;
  frame.label = std::min(frame.label, width * kMostLabel);
  frame.shown = std::min(frame.shown, width * kMostShown);
  return frame;
}

void DrawBar(
    Canvas& canvas, const ChartFrame& frame, const Bar& bar, double x, double y, double width) {
  constexpr double kGap = 6;
  constexpr double kThick = 11;
  const double from = x + frame.label + kGap;
  const double room = width - frame.label - frame.shown - 2 * kGap;
  const double top = y + (kBarPitch - kThick) / 2;
  TextBlock label = canvas.Lay(bar.label, kLabel, frame.label + 1, Align::kRight);
  pango_layout_set_ellipsize(label.get(), PANGO_ELLIPSIZE_END);
  canvas.Text(label, x, y + (kBarPitch - label.height()) / 2);
  canvas.Box(from, top, room, kThick, kTrack);
  if (frame.most > 0) {
    canvas.Box(from, top, room * ToDouble(bar.value) / frame.most, kThick, kBarColor);
  }
  if (bar.planned.has_value() && frame.most > 0) {
    const double at = from + room * ToDouble(*bar.planned) / frame.most;
    canvas.Box(at - 0.8, top - 2, 1.6, kThick + 4, kPlanColor);
  }
  const TextBlock shown = canvas.Lay(bar.shown, kLabel, 0, Align::kLeft);
  canvas.Text(shown, x + width - shown.width(), y + (kBarPitch - shown.height()) / 2);
}

Picture ChartPicture(const BarChart& chart, std::size_t first, const PdfFonts& fonts, int width) {
  const std::size_t end = std::min(chart.bars.size(), first + kBarsInPicture);
  const double head = first == 0 ? ChartHead(chart) : 0;
  const int height = static_cast<int>(head + kBarPitch * static_cast<double>(end - first)) + 4;
  return Paint(fonts, width, height, [&](Canvas& canvas) {
    if (first == 0) {
      DrawChartHead(canvas, chart, 0, 0, width);
    }
    const ChartFrame frame = MeasureChart(canvas, chart, width);
    for (std::size_t i = first; i < end; ++i) {
      DrawBar(canvas, frame, chart.bars[i], 0, head + kBarPitch * static_cast<double>(i - first),
              width);
    }
  });
}

Result<Picture> QrPicture(std::string_view content, const PdfFonts& fonts, int side) {
  TRY_ASSIGN(const QrMatrix matrix, MakeQr(content));
  return Paint(fonts, side, side, [&](Canvas& canvas) { canvas.Qr(matrix, 0, 0, side); });
}

}  // namespace luoshi::document
