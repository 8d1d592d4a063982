// The blocks of a Paper as WordprocessingML. Internal to document.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "document/paper.h"
#include "document/pdf_fonts.h"

namespace luoshi::document {

// What the body needs to know of the template it goes into.
struct DocxFrame {
  std::map<std::string, std::string, std::less<>> style_ids;  // by style name, ASCII lower case
  int text_width = 0;                                         // twentieths of a point
};

struct DocxBody {
  std::string xml;
  std::vector<std::string> pictures;  // PNG; the n-th, from 1, is related as rIdLsPicture<n>
};

// kInvalid template.unfilled, document.qr_too_long.
Result<DocxBody> WriteBlocks(const Paper& paper, const DocxFrame& frame, const PdfFonts& fonts);

}  // namespace luoshi::document
