// Sets a Paper as PDF after GB/T 9704-2012 《党政机关公文格式》: A4, type area 156 × 225 mm, 22
// lines of 28 characters, body 3号仿宋, page numbers outside. Fonts are embedded; the text can be
// copied back out. The same paper and fonts give the same bytes.
#pragma once

#include <set>
#include <string>

#include "document/paper.h"
#include "document/pdf_fonts.h"

namespace luoshi::document {

struct PdfFile {
  std::string bytes;
  int pages = 0;
  // Characters no font could show (a rare one in a name is a defect the reader must be told of).
  std::set<char32_t> missing;
};

// kInvalid document.qr_too_long.
Result<PdfFile> WritePdf(const Paper& paper, const PdfFonts& fonts);

}  // namespace luoshi::document
