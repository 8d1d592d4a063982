// Import of a sheet into a register: mapping, dry run, errors beside their rows, idempotent
// repetition, and taking back as a whole. An import is itself a record of the built-in pack
// `import`.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/app.h"

namespace luoshi::app {

struct ImportOptions {
  std::string pack;
  std::string file_name;
  std::string sheet;  // "" = all that are not hidden and have a table of the register
  std::map<std::string, std::string>
      columns;  // heading → field; overrides what titles say; "" = none
  std::map<std::string, std::string> constants;  // field → text as in a cell, for columns not there
  UnitId within = kNoUnit;  // units are looked up below it; also the unit of the import record
  DateTime occurred;        // when the rows were true; 0 = now
  bool dry_run = false;
  bool full = false;   // the list is declared complete: who is not in it is reported as gone
  std::string resume;  // number of an interrupted import to go on with
};

enum class RowOutcome { kNew, kChanged, kSame, kRefused };

struct ImportedRow {
  int row = 0;  // as the sheet counts, from 1
  RowOutcome outcome = RowOutcome::kSame;
  Error error;         // kRefused
  std::string column;  // heading of the cell it is about; "" = the row
  RecordId record;
  std::size_t sheet_index = 0;  // in the workbook
};

struct ImportColumn {
  std::string heading;
  std::string field;  // "" = not taken in
};

struct ImportReport {
  std::string number;  // of the import record; "" for a dry run
  std::string sheet;
  std::size_t sheet_index = 0;
  int header_row = 0;
  std::vector<ImportColumn> columns;       // these four: of the first table
  std::map<std::size_t, int> header_rows;  // of every sheet read: the last line of its header
  std::int64_t read = 0;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t same = 0;
  std::int64_t refused = 0;
  std::vector<ImportedRow> refusals;
  std::vector<RecordId> gone;  // only when the list was declared full; nothing is deleted
  int stopped_after = 0;       // last row that is durable, when it could not be finished; else 0
  std::string stop_reason;
};

// Reads and applies. Rows stand or fall one by one. The same file imported again changes nothing.
// Failures of the file as a whole are errors: document.*, import.no_header, import.no_rows,
// pack.unknown, access.rows.
Result<ImportReport> Import(App& app,
                            const access::Scope& scope,
                            const std::string& content,
                            const ImportOptions& options);

struct TakeBackReport {
  std::int64_t taken_back = 0;
  std::vector<RecordId> left;  // changed by somebody since: they stay as they are
};
// Undoes an import as far as nobody has built on it. kNotFound import.unknown.
Result<TakeBackReport> TakeBackImport(App& app,
                                      const access::Scope& scope,
                                      const std::string& number,
                                      const std::string& reason);

// The workbook that was sent, with each refusal beside its row (校验结果).
Result<std::string> AnnotatedWorkbook(const std::string& content, const ImportReport& report);

}  // namespace luoshi::app
