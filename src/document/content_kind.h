// What a file is, by its first bytes; its name says nothing. Internal to document.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace luoshi::document {

enum class ContentKind {
  kZip,   // .docx, .xlsx, or something else packed
  kText,  // perhaps: the charset decides
  kHtml,
  kSpreadsheetXml,  // SpreadsheetML 2003
  kOldOffice,       // .doc, .xls, .wps, .et: OLE compound file
  kLocked,          // the same container around an encrypted .docx or .xlsx
  kPdf,
  kPicture,
  kRtf,
  kMail,  // .mht, .eml
};

ContentKind Recognise(std::string_view bytes);
// docx, xlsx, ods, xls, doc, pdf, html, …: what the bytes are, readable or not; "" when unknown.
std::string FormatName(std::string_view bytes);
// The error that tells the sender what to do with a kind we do not read.
Error RefusedKind(ContentKind kind);

}  // namespace luoshi::document
