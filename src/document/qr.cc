#include "document/qr.h"

#include <memory>

#include <qrencode.h>

namespace luoshi::document {

Result<QrMatrix> MakeQr(std::string_view content) {
  struct Free {
    void operator()(QRcode* code) const { QRcode_free(code); }
  };
  const std::unique_ptr<QRcode, Free> code(
      QRcode_encodeData(static_cast<int>(content.size()),
                        reinterpret_cast<const unsigned char*>(content.data()), 0, QR_ECLEVEL_M));
  if (code == nullptr) {
    return Error{ErrorCode::kInvalid, "document.qr_too_long"};
  }
  QrMatrix matrix{.size = code->width};
  const auto modules =
      static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
  for (std::size_t i = 0; i < modules; ++i) {
    matrix.dark.push_back((code->data[i] & 1) != 0);
  }
  return matrix;
}

}  // namespace luoshi::document
