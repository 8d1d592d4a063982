#include "document/png.h"

#include <cstdint>
#include <cstring>
#include <unordered_map>
#include <vector>
#include <zlib.h>

namespace luoshi::document {
namespace {

using Bytes = std::vector<unsigned char>;

void PutNumber(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xFF));
  }
}

void PutChunk(std::string& out, const char* name, const Bytes& data) {
  PutNumber(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t from = out.size();
  out.append(name, 4);
  out.append(reinterpret_cast<const char*>(data.data()), data.size());
  const auto* checked = reinterpret_cast<const Bytef*>(out.data() + from);
  PutNumber(out,
            static_cast<std::uint32_t>(crc32(0, checked, static_cast<uInt>(out.size() - from))));
}

// At most 256 colours of 4 bits a channel; what finds no room takes the nearest.
class Palette {
 public:
  unsigned char IndexOf(std::uint32_t color) {
    constexpr std::uint32_t kHigh = 0xF0F0F0;
    color &= kHigh;
    if (color == last_color_) {
      return last_index_;
    }
    const auto found = indexes_.find(color);
    const unsigned char index = found != indexes_.end() ? found->second : Add(color);
    last_color_ = color;
    last_index_ = index;
    return index;
  }

  Bytes Colors() const {
    Bytes out;
    for (const std::uint32_t color : colors_) {
      for (const int shift : {16, 8, 0}) {
        const std::uint32_t high = (color >> shift) & 0xF0;
        out.push_back(static_cast<unsigned char>(high | (high >> 4)));
      }
    }
    return out;
  }

 private:
  unsigned char Add(std::uint32_t color) {
    constexpr std::size_t kMost = 256;
    if (colors_.size() < kMost) {
      colors_.push_back(color);
      return indexes_[color] = static_cast<unsigned char>(colors_.size() - 1);
    }
    std::size_t nearest = 0;
    int least = -1;
    for (std::size_t i = 0; i < colors_.size(); ++i) {
      int distance = 0;
      for (const int shift : {16, 8, 0}) {
        const int step = static_cast<int>((color >> shift) & 0xFF) -
                         static_cast<int>((colors_[i] >> shift) & 0xFF);
        distance += step * step;
      }
      if (least < 0 || distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return indexes_[color] = static_cast<unsigned char>(nearest);
  }

  std::vector<std::uint32_t> colors_;
  std::unordered_map<std::uint32_t, unsigned char> indexes_;
  std::uint32_t last_color_ = 1;  // no masked colour
  unsigned char last_index_ = 0;
};

}  // namespace

std::string EncodePng(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  const int width = cairo_image_surface_get_width(surface);
  const int height = cairo_image_surface_get_height(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  const unsigned char* pixels = cairo_image_surface_get_data(surface);
  Palette palette;
  Bytes rows;
  rows.reserve(static_cast<std::size_t>(height) * (static_cast<std::size_t>(width) + 1));
  for (int y = 0; y < height; ++y) {
    rows.push_back(0);  // no filter: most rows are flat
    const unsigned char* row = pixels + static_cast<std::ptrdiff_t>(y) * stride;
    for (int x = 0; x < width; ++x) {
      std::uint32_t color = 0;
      std::memcpy(&color, row + static_cast<std::ptrdiff_t>(x) * 4, sizeof color);
      rows.push_back(palette.IndexOf(color));
    }
  }
  uLongf packed_size = compressBound(static_cast<uLong>(rows.size()));
  Bytes packed(packed_size);
  constexpr int kLevel = 4;
  compress2(packed.data(), &packed_size, rows.data(), static_cast<uLong>(rows.size()), kLevel);
  packed.resize(packed_size);

  std::string out("\x89PNG\r\n\x1a\n", 8);
  std::string size;
  PutNumber(size, static_cast<std::uint32_t>(width));
  PutNumber(size, static_cast<std::uint32_t>(height));
  Bytes header(size.begin(), size.end());
  header.insert(header.end(), {8, 3, 0, 0, 0});  // a byte a pixel, by palette
  PutChunk(out, "IHDR", header);
  PutChunk(out, "PLTE", palette.Colors());
  PutChunk(out, "IDAT", packed);
  PutChunk(out, "IEND", {});
  return out;
}

}  // namespace luoshi::document
