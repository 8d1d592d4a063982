#include "document/sheet_reader.h"

#include "base/text.h"
#include "document/charset.h"
#include "document/content_kind.h"
#include "document/sheet_parts.h"
#include "document/sheet_xlsx.h"
#include "document/text_extract.h"
#include "document/text_parts.h"

namespace luoshi::document {
namespace {

Result<std::unique_ptr<Workbook>> OpenHtml(std::string_view bytes) {
  TRY_ASSIGN(const std::string html, DecodeText(bytes));
  if (HasSecretMarking(TidyHtmlText(html))) {
    return Error{ErrorCode::kForbidden, "document.secret"};
  }
  auto book = std::make_unique<MemoryWorkbook>("html");
  TRY(AddHtmlTables(html, *book));
  book->Finish();
  return std::unique_ptr<Workbook>(std::move(book));
}

Result<std::unique_ptr<Workbook>> OpenPaper(const PaperText& paper, std::string format) {
  if (HasSecretMarking(paper.headers) || HasSecretMarking(TidyLines(paper.text))) {
    return Error{ErrorCode::kForbidden, "document.secret"};
  }
  auto book = std::make_unique<MemoryWorkbook>(std::move(format));
  TRY(AddPaperTables(paper.tables, *book));
  book->Finish();
  return std::unique_ptr<Workbook>(std::move(book));
}

Result<std::unique_ptr<Workbook>> OpenDocx(std::string_view bytes,
                                           const ZipReader& zip,
                                           const std::string& part) {
  TRY(ExtractText(bytes));  // for its markings
  PaperText paper;
  TRY_ASSIGN(paper.tables, DocxTables(zip, part));
  return OpenPaper(paper, "docx");
}

Result<std::unique_ptr<Workbook>> OpenByKind(std::string bytes) {
  const ContentKind kind = Recognise(bytes);
  switch (kind) {
    case ContentKind::kZip: {
      TRY_ASSIGN(const ZipReader zip, ZipReader::Open(bytes));
      if (const std::string part = FindDocumentPart(zip); !part.empty()) {
        return OpenDocx(bytes, zip, part);
      }
      return IsOds(zip) ? OpenOds(bytes) : OpenXlsx(std::move(bytes));
    }
    case ContentKind::kText:
      return OpenDelimited(bytes);
    case ContentKind::kHtml:  // many "xls" exports of old systems are web pages
      return OpenHtml(bytes);
    case ContentKind::kSpreadsheetXml:
      return OpenXmlSpreadsheet(bytes);
    case ContentKind::kOldOffice: {
      if (FormatName(bytes) != "doc") {
        return OpenXls(bytes);
      }
      TRY_ASSIGN(const PaperText paper, ReadDoc(bytes));
      return OpenPaper(paper, "doc");
    }
    case ContentKind::kPdf: {
      TRY_ASSIGN(const PaperText paper, ReadPdf(bytes));
      return OpenPaper(paper, "pdf");
    }
    case ContentKind::kLocked:
    case ContentKind::kPicture:
    case ContentKind::kRtf:
    case ContentKind::kMail:
      break;
  }
  return RefusedKind(kind);
}

// A security marking above a table: 机密★1年 in a corner, 密级：秘密 on a line. A column of secrecy
// levels in a register of papers is no marking.
Status CheckMarking(const Workbook& book) {
  constexpr int kHeadRows = 8;
  bool marked = false;
  for (std::size_t sheet = 0; sheet < book.sheets().size() && !marked; ++sheet) {
    int rows = 0;
    // damage is told by whoever reads the rows
    const Status read = book.ForEachRow(sheet, [&](const SheetRow& row) {
      for (const SheetCell& cell : row.cells) {
        const bool corner =
            row.cells.size() <= 2 || Contains(cell.text, "★") || Contains(cell.text, "☆");
        marked = marked || (cell.kind == CellKind::kText && corner && HasSecretMarking(cell.text));
      }
      return !marked && ++rows < kHeadRows;
    });
    static_cast<void>(read.ok());
  }
  return marked ? Status(Error{ErrorCode::kForbidden, "document.secret"}) : Status();
}

}  // namespace

Result<std::unique_ptr<Workbook>> OpenWorkbook(std::string bytes) {
  TRY_ASSIGN(std::unique_ptr<Workbook> book, OpenByKind(std::move(bytes)));
  TRY(CheckMarking(*book));
  return book;
}

Opened OpenAny(std::string bytes) {
  Opened opened;
  opened.format = FormatName(bytes);
  Result<std::unique_ptr<Workbook>> book = OpenByKind(std::move(bytes));
  if (!book.ok()) {
    opened.refused = std::move(book).error();
    return opened;
  }
  opened.format = (*book)->format();
  if (const Status marking = CheckMarking(**book); !marking.ok()) {
    opened.refused = marking.error();
    return opened;
  }
  opened.workbook = *std::move(book);
  return opened;
}

}  // namespace luoshi::document
