#include "document/content_kind.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace luoshi::document {
namespace {

// Never past the end, unlike substr.
bool HasAt(std::string_view bytes, std::size_t at, std::string_view part) {
  return bytes.size() >= at && bytes.substr(at).starts_with(part);
}

bool LooksLikeHtml(std::string_view bytes) {
  std::string head;
  for (const char c : bytes.substr(0, 2048)) {
    if (c != '\0') {  // UTF-16 as well
      head.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
  }
  std::string_view rest = head;
  for (const std::string_view mark : {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"}) {
    if (rest.starts_with(mark)) {
      rest.remove_prefix(mark.size());
    }
  }
  rest = TrimAscii(rest);
  if (!rest.starts_with('<')) {
    return false;
  }
  for (const std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<table", "<div",
                                     "<p>", "<p ", "<meta", "<span", "<h1"}) {
    if (Contains(rest, tag)) {
      return true;
    }
  }
  return false;
}

bool LooksLikeSpreadsheetXml(std::string_view bytes) {
  constexpr std::size_t kHead = 4096;
  std::string head;
  for (const char c : bytes.substr(0, kHead)) {
    if (c != '\0') {
      head.push_back(c);
    }
  }
  return Contains(head, "<Workbook") &&
         Contains(head, "urn:schemas-microsoft-com:office:spreadsheet");
}

// The name of a stream in a compound file's directory, which is UTF-16.
bool HasStream(std::string_view bytes, std::string_view name) {
  std::string wide;
  for (const char c : name) {
    wide.push_back(c);
    wide.push_back('\0');
  }
  return Contains(bytes, wide);
}

}  // namespace

ContentKind Recognise(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
    return ContentKind::kZip;
  }
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    return HasStream(bytes, "EncryptedPackage") ? ContentKind::kLocked : ContentKind::kOldOffice;
  }
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) {
    return ContentKind::kPdf;
  }
  if (bytes.starts_with("\x89PNG") || bytes.starts_with("\xFF\xD8\xFF") ||
      bytes.starts_with("GIF8") || bytes.starts_with(std::string_view("II*\0", 4)) ||
      bytes.starts_with(std::string_view("MM\0*", 4)) ||
      (bytes.starts_with("BM") && HasAt(bytes, 6, std::string_view("\0\0\0\0", 4))) ||
      (bytes.starts_with("RIFF") && HasAt(bytes, 8, "WEBP"))) {
    return ContentKind::kPicture;
  }
  if (bytes.starts_with("{\\rtf")) {
    return ContentKind::kRtf;
  }
  if (bytes.substr(0, 256).find("MIME-Version:") != std::string_view::npos) {
    return ContentKind::kMail;
  }
  if (LooksLikeSpreadsheetXml(bytes)) {
    return ContentKind::kSpreadsheetXml;
  }
  return LooksLikeHtml(bytes) ? ContentKind::kHtml : ContentKind::kText;
}

std::string FormatName(std::string_view bytes) {
  switch (Recognise(bytes)) {
    case ContentKind::kZip:
      return Contains(bytes, "word/document.xml")                         ? "docx"
             : Contains(bytes, "xl/workbook")                             ? "xlsx"
             : Contains(bytes.substr(0, 256), "opendocument.spreadsheet") ? "ods"
             : Contains(bytes, "OFD.xml")                                 ? "ofd"
                                                                          : "zip";
    case ContentKind::kText:
      return "txt";
    case ContentKind::kHtml:
      return "html";
    case ContentKind::kSpreadsheetXml:
      return "spreadsheetml";
    case ContentKind::kOldOffice:
      return HasStream(bytes, "WordDocument")                           ? "doc"
             : HasStream(bytes, "Workbook") || HasStream(bytes, "Book") ? "xls"
                                                                        : "ole";
    case ContentKind::kLocked:
      return "locked";
    case ContentKind::kPdf:
      return "pdf";
    case ContentKind::kPicture:
      return "picture";
    case ContentKind::kRtf:
      return "rtf";
    case ContentKind::kMail:
      return "mail";
  }
  return "";
}

Error RefusedKind(ContentKind kind) {
  switch (kind) {
    case ContentKind::kLocked:
      return {ErrorCode::kInvalid, "document.locked"};
    case ContentKind::kPicture:
      return {ErrorCode::kInvalid, "document.picture"};
    case ContentKind::kZip:
    case ContentKind::kText:
    case ContentKind::kHtml:
    case ContentKind::kSpreadsheetXml:
    case ContentKind::kOldOffice:
    case ContentKind::kPdf:
    case ContentKind::kRtf:
    case ContentKind::kMail:
      break;
  }
  return {ErrorCode::kInvalid, "document.old_format"};
}

}  // namespace luoshi::document
