// The readers of sheet_reader.h, a file format each. Internal to document.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "document/memory_workbook.h"
#include "document/sheet_reader.h"
#include "document/zip.h"

namespace luoshi::document {

// SpreadsheetML 2003, what Excel calls "XML 表格".
Result<std::unique_ptr<Workbook>> OpenXmlSpreadsheet(std::string_view bytes);
// OpenDocument.
bool IsOds(const ZipReader& zip);
Result<std::unique_ptr<Workbook>> OpenOds(std::string_view bytes);
// BIFF8 in a compound file: .xls, .et.
Result<std::unique_ptr<Workbook>> OpenXls(std::string_view bytes);
// Each table of a web page becomes a sheet 表1, 表2, ….
Status AddHtmlTables(std::string_view html, MemoryWorkbook& book);

}  // namespace luoshi::document
