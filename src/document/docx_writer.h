// Writes a Paper as .docx by putting its blocks into a template: styles, page set-up, headers and
// footers are the template's. Named are the fonts offices have (方正小标宋简体, 黑体, 楷体_GB2312,
// 仿宋_GB2312, Times New Roman); nothing is embedded. The same paper gives the same bytes.
#pragma once

#include <string>
#include <string_view>

#include "document/paper.h"
#include "document/pdf_fonts.h"

namespace luoshi::document {

// The built-in template (src/document/template), for offices to start theirs from.
std::string DefaultTemplate();

// `template_bytes` "" takes the built-in one. Styles that the template lacks (公文正文, 公文表格,
// …) are added to it. {{page_header}} in a header part becomes the paper's page header. `fonts`
// draw the charts, which go in as pictures. kInvalid template.unfilled, template.unreadable,
// document.damaged, document.too_large, document.qr_too_long.
Result<std::string> WriteDocx(const Paper& paper,
                              std::string_view template_bytes,
                              const PdfFonts& fonts);

}  // namespace luoshi::document
