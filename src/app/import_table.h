// What a sheet says, before anything is decided: where its header is, which column is which field,
// and which rows are people and things rather than titles, sums and signatures.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "document/sheet_reader.h"
#include "rules/definition.h"

namespace luoshi::app {

struct TableColumn {
  int column = 0;  // 0 is A
  std::string heading;
};

struct TableRow {
  int number = 0;                            // as the sheet counts
  std::map<int, document::SheetCell> cells;  // by column
};

struct Table {
  std::string sheet;
  std::size_t sheet_index = 0;  // in the workbook
  int header_row = 0;
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;  // without titles, sums, notes and empty rows
};

// Finds the header: the row among the first 30 whose cells name most fields of `pack`. kInvalid
// import.no_header, import.no_rows.
Result<Table> ReadTable(const document::Workbook& workbook,
                        const std::string& sheet,
                        const rules::Pack& pack,
                        const std::map<std::string, std::string>& columns);

// Column → field by name, title or alias. A heading in `chosen` goes where it says.
std::map<int, const rules::Field*> MapColumns(const Table& table,
                                              const rules::Pack& pack,
                                              const std::map<std::string, std::string>& chosen);

}  // namespace luoshi::app
