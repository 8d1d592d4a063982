#include "document/sheet_reader.h"

#include "document/content_kind.h"
#include "document/sheet_xlsx.h"

namespace luoshi::document {

Result<std::unique_ptr<Workbook>> OpenWorkbook(std::string bytes) {
  const ContentKind kind = Recognise(bytes);
  switch (kind) {
    case ContentKind::kZip:
      return OpenXlsx(std::move(bytes));
    case ContentKind::kText:
      return OpenDelimited(bytes);
    case ContentKind::kHtml:  // many "xls" exports of old systems are web pages
    case ContentKind::kOldOffice:
    case ContentKind::kLocked:
    case ContentKind::kPdf:
    case ContentKind::kPicture:
    case ContentKind::kRtf:
    case ContentKind::kMail:
      break;
  }
  return RefusedKind(kind);
}

}  // namespace luoshi::document
