// The blocks of a Paper as WordprocessingML. Internal to document.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "document/paper.h"
#include "document/pdf_fonts.h"

namespace luoshi::document {

// What blocks need to know of the template they go into.
struct DocxFrame {
  std::map<std::string, std::string, std::less<>> style_ids;  // by style name, ASCII lower case
  int text_width = 8845;                                      // twentieths of a point; 156 mm
  int turned_width = 8845;                                    // of a turned page
  std::string section;  // <w:sectPr> of the template, to end a part with
  std::string turned_section;
};

struct DocxBody {
  std::string xml;
  std::vector<std::string> pictures;  // PNG
};

// The n-th picture, from 1, is related as rIdLsPicture<pictures_before + n>. kInvalid
// document.qr_too_long.
Result<DocxBody> WriteBlocks(const std::vector<Block>& blocks,
                             const DocxFrame& frame,
                             const PdfFonts& fonts,
                             std::size_t pictures_before);

}  // namespace luoshi::document
