// One table of a sheet, understood: header, columns, rows as a careful clerk sees them. Rows
// stream; a large sheet costs no more memory than a small one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "document/sheet_reader.h"
#include "sheet/column_kind.h"
#include "sheet/header.h"
#include "sheet/line.h"
#include "sheet/row_kind.h"

namespace luoshi::sheet {

struct Skipped {
  int row = 0;
  RowKind why = RowKind::kTitle;
};

// A row of data. What was merged over it or written once above it stands in its cells.
struct Row {
  Line line;
  std::string section;  // the line of its own that it stands under: 北山村; "" when there is none
};

class Reading {
 public:
  // Reads the table that begins at `first_row` or below it. A sheet without a header is a reading
  // without columns; its lines come as skipped. Failures as of Workbook::ForEachRow and Layout.
  static Result<Reading> Open(const document::Workbook& workbook,
                              std::size_t sheet,
                              const IsHeading& is_heading,
                              int first_row = 1);

  bool has_table() const { return has_table_; }
  const std::vector<int>& header_rows() const { return header_.rows; }
  const std::vector<Column>& columns() const { return header_.columns; }
  const Column* FindColumn(int column) const;
  const Profile& ProfileOf(int column) const;
  const std::vector<std::string>& titles() const { return titles_; }  // lines above the table
  // 万元 of 单位：万元 above the table, for columns that say none; "" when there is none.
  std::string UnitOfMeasureOf(const Column& column) const;

  // Calls `on_row` for each row of data, from the top; false ends the reading early. What was not
  // taken as data is in skipped() afterwards.
  Status ForEachRow(const std::function<bool(const Row&)>& on_row);
  const std::vector<Skipped>& skipped() const { return skipped_; }
  // The row where another table with another header begins; 0 when there is none. Known after
  // ForEachRow.
  int next_table() const { return next_table_; }

 private:
  class Walk;
  Reading(const document::Workbook& workbook,
          std::size_t sheet,
          IsHeading is_heading,
          int first_row)
      : workbook_(&workbook),
        sheet_(sheet),
        is_heading_(std::move(is_heading)),
        first_row_(first_row) {}

  Status ReadHead();
  Status ReadProfiles();

  const document::Workbook* workbook_;
  std::size_t sheet_;
  IsHeading is_heading_;
  int first_row_;
  bool has_table_ = false;
  Header header_;
  int serial_ = -1;
  int data_row_ = 0;                           // first row below the header
  std::vector<document::MergedRange> merged_;  // by first row
  std::vector<std::string> titles_;
  std::vector<Skipped> titles_skipped_;
  std::string unit_of_measure_;
  std::vector<Profile> profiles_;  // by place in header_.columns
  std::vector<bool> fills_;        // written once above its rows
  std::vector<bool> repeats_;      // a value merged over rows is each row's
  std::vector<Skipped> skipped_;
  int next_table_ = 0;
};

}  // namespace luoshi::sheet
