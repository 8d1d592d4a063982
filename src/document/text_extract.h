// The plain text of papers people hand in: .txt, .docx, .doc, .wps, PDF with a text layer and web
// pages, recognised by content.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace luoshi::document {

enum class TextFormat { kPlain, kDocx, kHtml, kDoc, kPdf };

struct ExtractedText {
  TextFormat format = TextFormat::kPlain;
  // UTF-8, lines ended by \n. A paragraph is a line with its number written out; a table's row is
  // a line with its cells joined by tabs.
  std::string text;
};

// kForbidden document.secret for a paper marked 秘密, 机密 or 绝密 in its head; kInvalid
// document.damaged, document.too_large, document.locked, document.encoding, document.old_format,
// document.scan, document.picture, document.not_a_text. Each sentence says what to do.
Result<ExtractedText> ExtractText(std::string_view bytes);

// Whether one of the first ten lines that hold something is a security marking (保守国家秘密法:
// such papers must not enter this system at all).
bool HasSecretMarking(std::string_view text);

}  // namespace luoshi::document
