// Pictures of text and bars as PNG with a palette: a quarter of the bytes and a tenth of the time
// of cairo's own, which keeps three channels. Internal to document.
#pragma once

#include <string>

#include <cairo.h>

namespace luoshi::document {

// Of an RGB24 image surface. Sixteen shades a channel, which print cannot tell from more; the same
// pixels give the same bytes.
std::string EncodePng(cairo_surface_t* surface);

}  // namespace luoshi::document
