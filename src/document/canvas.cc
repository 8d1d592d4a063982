#include "document/canvas.h"

#include <algorithm>

#include <pango/pangofc-fontmap.h>

#include "base/text.h"

namespace luoshi::document {
namespace {

const char* Families(Face face) {
  switch (face) {
    case Face::kFang:
      return "FandolFang,FangSong,Noto Serif CJK SC,Noto Sans CJK SC";
    case Face::kKai:
      return "FandolKai,KaiTi,Noto Serif CJK SC,Noto Sans CJK SC";
    case Face::kHei:
      return "FandolHei,SimHei,Noto Sans CJK SC";
    case Face::kSong:
    case Face::kTitle:
      return "FandolSong,SimSun,Noto Serif CJK SC,Noto Sans CJK SC";
  }
  return "Noto Serif CJK SC";
}

struct FreeDescription {
  void operator()(PangoFontDescription* description) const {
    pango_font_description_free(description);
  }
};
using Description = std::unique_ptr<PangoFontDescription, FreeDescription>;

Description Describe(Face face, double size) {
  Description description(pango_font_description_new());
  pango_font_description_set_family_static(description.get(), Families(face));
  pango_font_description_set_weight(description.get(),
                                    face == Face::kTitle ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(description.get(), size * PANGO_SCALE);
  return description;
}

PangoAlignment ToPango(Align align) {
  switch (align) {
    case Align::kCenter:
      return PANGO_ALIGN_CENTER;
    case Align::kRight:
      return PANGO_ALIGN_RIGHT;
    case Align::kLeft:
    case Align::kJustify:
      break;
  }
  return PANGO_ALIGN_LEFT;
}

}  // namespace

double TextBlock::width() const {
  int width = 0;
  pango_layout_get_size(layout_.get(), &width, nullptr);
  return static_cast<double>(width) / PANGO_SCALE;
}

double TextBlock::height() const {
  int height = 0;
  pango_layout_get_size(layout_.get(), nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

Canvas::Canvas(cairo_t* cairo, const PdfFonts& fonts)
    : cairo_(cairo), map_(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)) {
  LUOSHI_CHECK(map_ != nullptr);
  pango_fc_font_map_set_config(reinterpret_cast<PangoFcFontMap*>(map_),
                               static_cast<FcConfig*>(fonts.config()));
  constexpr double kPointsPerInch = 72;
  pango_cairo_font_map_set_resolution(reinterpret_cast<PangoCairoFontMap*>(map_), kPointsPerInch);
  context_ = pango_font_map_create_context(map_);
  // Sub-pixel positions: what is printed must not depend on a screen's grid.
  pango_context_set_round_glyph_positions(context_, FALSE);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_, options);
  cairo_font_options_destroy(options);
  pango_context_set_language(context_, pango_language_from_string("zh-cn"));
  pango_cairo_update_context(cairo_, context_);
}

Canvas::~Canvas() {
  g_object_unref(context_);
  // Pango 1.50 keeps its reference to a configuration it was given, even when it is freed itself.
  pango_fc_font_map_set_config(reinterpret_cast<PangoFcFontMap*>(map_), nullptr);
  g_object_unref(map_);
}

TextBlock Canvas::Lay(
    const Runs& runs, const TextStyle& style, double width, double indent, Align align) {
  TextBlock block(pango_layout_new(context_));
  PangoLayout* layout = block.get();
  pango_layout_set_font_description(layout, Describe(style.face, style.size).get());
  std::string text;
  PangoAttrList* attributes = pango_attr_list_new();
  const auto add = [attributes](PangoAttribute* attribute, std::size_t from, std::size_t to) {
    attribute->start_index = static_cast<guint>(from);
    attribute->end_index = static_cast<guint>(to);
    pango_attr_list_insert(attributes, attribute);
  };
  for (const TextRun& run : runs) {
    const std::size_t from = text.size();
    text += run.text;
    if (run.bold && style.face != Face::kTitle) {
      // Chinese faces have no bold of their own; 黑体 is how print sets words apart.
      add(pango_attr_font_desc_new(Describe(Face::kHei, style.size).get()), from, text.size());
    }
  }
  if (style.face == Face::kFang || style.face == Face::kKai) {
    // Digits and letters in the upright serif of 宋体, as offices set them in Times New Roman.
    const Description serif = Describe(Face::kSong, style.size);
    std::size_t from = 0;
    for (const TextRun& run : runs) {
      const std::size_t end = from + run.text.size();
      for (std::size_t i = from; i < end && !run.bold;) {
        std::size_t stop = i;
        while (stop < end && text[stop] > ' ' && text[stop] <= '~') {
          ++stop;
        }
        if (stop > i) {
          add(pango_attr_font_desc_new(serif.get()), i, stop);
        }
        i = std::max(stop, i + 1);
      }
      from = end;
    }
  }
  if (style.spacing != 0) {
    add(pango_attr_letter_spacing_new(static_cast<int>(style.spacing * PANGO_SCALE)), 0,
        text.size());
  }
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  if (width > 0) {
    pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  }
  pango_layout_set_indent(layout, static_cast<int>(indent * PANGO_SCALE));
  pango_layout_set_alignment(layout, ToPango(align));
  if (pango_layout_get_unknown_glyphs_count(layout) > 0) {
    NoteMissing(layout, text);
  }
  return block;
}

TextBlock Canvas::Lay(std::string_view text, const TextStyle& style, double width, Align align) {
  return Lay(Runs{TextRun{std::string(text)}}, style, width, 0, align);
}

void Canvas::NoteMissing(PangoLayout* layout, std::string_view text) {
  const std::unique_ptr<PangoLayoutIter, void (*)(PangoLayoutIter*)> iter(
      pango_layout_get_iter(layout), &pango_layout_iter_free);
  do {
    const PangoLayoutRun* run = pango_layout_iter_get_run_readonly(iter.get());
    for (int i = 0; run != nullptr && i < run->glyphs->num_glyphs; ++i) {
      if ((run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) {
        missing_.insert(
            static_cast<char32_t>(run->glyphs->glyphs[i].glyph & ~PANGO_GLYPH_UNKNOWN_FLAG));
      }
    }
  } while (pango_layout_iter_next_run(iter.get()) != FALSE);
  LUOSHI_CHECK(!text.empty());
}

void Canvas::Line(const TextBlock& block, int index, double x, double baseline, bool fill) {
  PangoLayout* layout = block.get();
  const std::unique_ptr<PangoLayoutIter, void (*)(PangoLayoutIter*)> iter(
      pango_layout_get_iter(layout), &pango_layout_iter_free);
  for (int i = 0; i < index; ++i) {
    pango_layout_iter_next_line(iter.get());
  }
  PangoRectangle extents;
  pango_layout_iter_get_line_extents(iter.get(), nullptr, &extents);
  PangoLayoutLine* line = pango_layout_iter_get_line(iter.get());
  if (fill) {
    // What is left of the line goes evenly behind its full-width characters; digits and letters
    // keep together. Pango itself would stretch the few blanks beyond all measure.
    const int slack = pango_layout_get_width(layout) - extents.x - extents.width;
    std::vector<PangoGlyphInfo*> wide;
    for (GSList* item = line->runs; item != nullptr; item = item->next) {
      const auto* run = static_cast<PangoLayoutRun*>(item->data);
      for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
        PangoGlyphInfo& glyph = run->glyphs->glyphs[i];
        const int size = pango_font_description_get_size(pango_layout_get_font_description(layout));
        if (glyph.geometry.width * 4 > size * 3) {
          wide.push_back(&glyph);
        }
      }
    }
    if (!wide.empty()) {
      wide.pop_back();  // nothing behind the last
    }
    const int most = pango_font_description_get_size(pango_layout_get_font_description(layout)) / 4;
    for (PangoGlyphInfo* glyph : wide) {
      glyph->geometry.width += std::clamp(slack / static_cast<int>(wide.size()), 0, most);
    }
  }
  cairo_move_to(cairo_, x + static_cast<double>(extents.x) / PANGO_SCALE, baseline);
  pango_cairo_show_layout_line(cairo_, line);
}

void Canvas::Text(const TextBlock& block, double x, double y) {
  cairo_move_to(cairo_, x, y);
  pango_cairo_show_layout(cairo_, block.get());
}

void Canvas::Rule(double x1, double y1, double x2, double y2, double thickness) {
  cairo_set_line_width(cairo_, thickness);
  cairo_move_to(cairo_, x1, y1);
  cairo_line_to(cairo_, x2, y2);
  cairo_stroke(cairo_);
}

void Canvas::SetColor(const Color& color) {
  cairo_set_source_rgb(cairo_, color.red, color.green, color.blue);
}

void Canvas::Box(double x, double y, double width, double height, const Color& color) {
  SetColor(color);
  cairo_rectangle(cairo_, x, y, width, height);
  cairo_fill(cairo_);
  SetColor({});
}

void Canvas::Qr(const QrMatrix& matrix, double x, double y, double side) {
  constexpr int kQuiet = 4;
  const double module = side / (matrix.size + 2 * kQuiet);
  // One path of whole runs: no hairlines between neighbours.
  for (int row = 0; row < matrix.size; ++row) {
    for (int column = 0; column < matrix.size; ++column) {
      int end = column;
      while (end < matrix.size && matrix.At(end, row)) {
        ++end;
      }
      if (end > column) {
        cairo_rectangle(cairo_, x + (kQuiet + column) * module, y + (kQuiet + row) * module,
                        (end - column) * module, module);
        column = end;
      }
    }
  }
  cairo_set_antialias(cairo_, CAIRO_ANTIALIAS_NONE);
  cairo_fill(cairo_);
  cairo_set_antialias(cairo_, CAIRO_ANTIALIAS_DEFAULT);
}

}  // namespace luoshi::document
