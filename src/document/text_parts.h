// The halves of text_extract.h. Internal to document.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "document/zip.h"

namespace luoshi::document {

// The entry name of the main part; "" when the package is no .docx.
std::string FindDocumentPart(const ZipReader& zip);
// The text of one part: the main one, a header, a footer.
Result<std::string> DocxPartText(const ZipReader& zip, const std::string& part);
// Never fails: whatever is there, something readable comes out.
std::string HtmlText(std::string_view html);
std::string TidyHtmlText(std::string_view html);
// Lines without trailing blanks, at most one empty line in a row, none at the ends.
std::string TidyLines(std::string_view text);

}  // namespace luoshi::document
