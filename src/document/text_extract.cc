#include "document/text_extract.h"

#include <array>

#include "base/text.h"
#include "document/charset.h"
#include "document/content_kind.h"
#include "document/sheet_xlsx.h"
#include "document/text_parts.h"

namespace luoshi::document {
namespace {

constexpr std::array<std::string_view, 3> kMarkings = {"绝密", "机密", "秘密"};

// A line of its own: 机密, 【机密】, 密级：秘密, 机密文件, 绝密级. After a marking with a star
// anything may follow (机密★1年), and a copy number may stand before it (000001 机密★).
bool IsMarking(std::string_view line) {
  std::string bare;
  for (const char32_t point : ToCodePoints(MatchKey(line))) {
    if (std::u32string_view(U"[]()【】〔〕〈〉《》").find(point) == std::u32string_view::npos) {
      AppendCodePoint(bare, point);
    }
  }
  for (const std::string_view marking : kMarkings) {
    for (std::size_t at = bare.find(marking); at != std::string::npos;
         at = bare.find(marking, at + 1)) {
      const std::string_view rest = std::string_view(bare).substr(at + marking.size());
      if (rest.starts_with("★") || rest.starts_with("☆") || rest.starts_with("*")) {
        return true;
      }
      std::string_view before = std::string_view(bare).substr(0, at);
      if (before.starts_with("密级")) {
        before.remove_prefix(std::string_view("密级").size());
        if (before.starts_with(":")) {
          before.remove_prefix(1);
        }
      }
      const bool numbered = before.find_first_not_of("0123456789no.:") == std::string_view::npos;
      const bool dated = !rest.empty() && rest[0] >= '0' && rest[0] <= '9' && rest.size() < 16;
      if (numbered && (rest.empty() || rest == "级" || rest == "件" || rest == "文件" ||
                       rest == "材料" || rest == "长期" || rest.starts_with("启用前") || dated)) {
        return true;
      }
    }
  }
  return false;
}

Result<ExtractedText> FromPackage(std::string_view bytes) {
  TRY_ASSIGN(const ZipReader zip, ZipReader::Open(bytes));
  const std::string part = FindDocumentPart(zip);
  if (part.empty()) {
    return Error{ErrorCode::kInvalid,
                 FindWorkbookPart(zip).empty() ? "document.old_format" : "document.not_a_text"};
  }
  for (const std::string& name : zip.names()) {
    if (name.starts_with("word/header") && name.ends_with(".xml")) {
      TRY_ASSIGN(const std::string header, DocxPartText(zip, name));
      if (HasSecretMarking(header)) {
        return Error{ErrorCode::kForbidden, "document.secret"};
      }
    }
  }
  TRY_ASSIGN(std::string text, DocxPartText(zip, part));
  return ExtractedText{TextFormat::kDocx, TidyLines(text)};
}

Result<ExtractedText> FromPaper(const PaperText& paper, TextFormat format) {
  if (HasSecretMarking(paper.headers)) {
    return Error{ErrorCode::kForbidden, "document.secret"};
  }
  return ExtractedText{format, TidyLines(paper.text)};
}

Result<ExtractedText> Extract(std::string_view bytes) {
  const ContentKind kind = Recognise(bytes);
  switch (kind) {
    case ContentKind::kZip:
      return FromPackage(bytes);
    case ContentKind::kText: {
      TRY_ASSIGN(std::string text, DecodeText(bytes));
      return ExtractedText{TextFormat::kPlain, std::move(text)};
    }
    case ContentKind::kHtml: {
      TRY_ASSIGN(const std::string html, DecodeText(bytes));
      return ExtractedText{TextFormat::kHtml, TidyLines(HtmlText(html))};
    }
    case ContentKind::kOldOffice: {
      if (FormatName(bytes) == "xls") {
        return Error{ErrorCode::kInvalid, "document.not_a_text"};
      }
      TRY_ASSIGN(const PaperText paper, ReadDoc(bytes));
      return FromPaper(paper, TextFormat::kDoc);
    }
    case ContentKind::kPdf: {
      TRY_ASSIGN(const PaperText paper, ReadPdf(bytes));
      return FromPaper(paper, TextFormat::kPdf);
    }
    case ContentKind::kSpreadsheetXml:
    case ContentKind::kLocked:
    case ContentKind::kPicture:
    case ContentKind::kRtf:
    case ContentKind::kMail:
      break;
  }
  return RefusedKind(kind);
}

}  // namespace

bool HasSecretMarking(std::string_view text) {
  constexpr int kHeadLines = 10;
  constexpr std::size_t kLongestMarking =
      120;  // bytes; a sentence about secrets is longer or fails
  int seen = 0;
  while (!text.empty() && seen < kHeadLines) {
    const std::size_t end = text.find('\n');
    const std::string line = Trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) {
      continue;
    }
    ++seen;
    if (line.size() <= kLongestMarking && IsMarking(line)) {
      return true;
    }
  }
  return false;
}

std::string TidyLines(std::string_view text) {
  std::string out;
  bool gap = false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (Trim(line).empty()) {
      gap = !out.empty();
      continue;
    }
    while (line.ends_with(' ') || line.ends_with('\t')) {
      line.remove_suffix(1);
    }
    out += gap ? "\n" : "";
    gap = false;
    out += line;
    out += '\n';
  }
  return out;
}

Result<ExtractedText> ExtractText(std::string_view bytes) {
  TRY_ASSIGN(ExtractedText extracted, Extract(bytes));
  if (HasSecretMarking(extracted.text)) {
    return Error{ErrorCode::kForbidden, "document.secret"};
  }
  return extracted;
}

}  // namespace luoshi::document
