// The .xlsx half of sheet_reader.h. Internal to document.
#pragma once

#include <memory>
#include <string>

#include "document/sheet_reader.h"
#include "document/zip.h"

namespace luoshi::document {

// The entry name of the workbook part; "" when the package is no .xlsx.
std::string FindWorkbookPart(const ZipReader& zip);
// The entry names of its sheets in the order of the book, with their names.
Result<std::vector<std::pair<SheetInfo, std::string>>> ListSheetParts(const ZipReader& zip,
                                                                      bool* epoch_1904);
Result<std::unique_ptr<Workbook>> OpenXlsx(std::string bytes);
Result<std::unique_ptr<Workbook>> OpenDelimited(std::string_view bytes);

}  // namespace luoshi::document
