// The copy of an uploaded sheet that goes back to its sender: what is wrong stands beside each row.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace luoshi::document {

// A copy of the .xlsx in which a column behind the last one holds `notes` (by 1-based row number,
// the header's included if it shall have one). A column whose cell in `header_row` already reads
// `column_title` is replaced, so that a corrected copy can be sent again. All other bytes of the
// sheet and all other parts stay as they were. Failures as of OpenWorkbook and ForEachRow;
// sheet.too_many_columns when there is no column left.
Result<std::string> AnnotateWorkbook(std::string_view bytes,
                                     std::size_t sheet,
                                     int header_row,
                                     const std::string& column_title,
                                     const std::map<int, std::string>& notes);

}  // namespace luoshi::document
