// QR codes (libqrencode), for the 核验码 of a paper.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace luoshi::document {

struct QrMatrix {
  int size = 0;            // modules along one side, without the quiet zone
  std::vector<bool> dark;  // size × size, row by row
  bool At(int x, int y) const {
    return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(size) +
                static_cast<std::size_t>(x)];
  }
};

// Error correction M. kInvalid document.qr_too_long when no code holds it (about 2,300 bytes).
Result<QrMatrix> MakeQr(std::string_view content);

}  // namespace luoshi::document
