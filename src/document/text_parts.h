// The halves of text_extract.h. Internal to document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/memory_workbook.h"
#include "document/zip.h"

namespace luoshi::document {

// The entry name of the main part; "" when the package is no .docx.
std::string FindDocumentPart(const ZipReader& zip);
// The text of one part: the main one, a header, a footer.
Result<std::string> DocxPartText(const ZipReader& zip, const std::string& part);
// A table of a paper, as it is parted on the page.
struct PaperRow {
  std::vector<std::string> cells;
  std::vector<int> edges;        // left and right edges of the cells, rising; one more than cells
  std::vector<unsigned> merges;  // 1: goes on from the cell above, 3: begins such a run
};
struct PaperTable {
  std::vector<PaperRow> rows;
};
struct PaperText {
  std::string text;     // as of text_extract.h, not yet tidied
  std::string headers;  // what stands in the margin of each page
  std::vector<PaperTable> tables;
};
// Word 97 to 2003. kInvalid document.damaged, document.locked, document.old_format.
Result<PaperText> ReadDoc(std::string_view bytes);
// A PDF with a text layer. kInvalid document.scan when it has none, document.locked,
// document.damaged; kNotFound process.missing.
Result<PaperText> ReadPdf(std::string_view bytes);
// The tables of a .docx.
Result<std::vector<PaperTable>> DocxTables(const ZipReader& zip, const std::string& part);
// Each becomes a sheet 表1, 表2, …, merged as on the page.
Status AddPaperTables(const std::vector<PaperTable>& tables, MemoryWorkbook& book);
// Never fails: whatever is there, something readable comes out.
std::string HtmlText(std::string_view html);
std::string TidyHtmlText(std::string_view html);
// Lines without trailing blanks, at most one empty line in a row, none at the ends.
std::string TidyLines(std::string_view text);

}  // namespace luoshi::document
