// Which column is which field of a register, and the values its cells are.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/definition.h"
#include "sheet/column_kind.h"
#include "sheet/reading.h"

namespace luoshi::sheet {

struct MappedColumn {
  int column = 0;
  std::string heading;  // as people say it
  const rules::Field* field = nullptr;
  std::string unit_of_measure;  // of its numbers, when heading or sheet say one
  // A column 已缴 of ticks stands for this key of the field; "" for an ordinary column.
  std::string choice;
};

// Heading → field by name, title or alias; the levels of a title joined come before its last one
// alone. `chosen`: heading → field, before all else; "" = not taken in.
std::vector<MappedColumn> MapColumns(const Reading& reading,
                                     const rules::Pack& pack,
                                     const std::map<std::string, std::string>& chosen);

// A heading that `pack` or `chosen` knows.
IsHeading HeadingsOf(const rules::Pack& pack, const std::map<std::string, std::string>& chosen);

struct Problem {
  int column = -1;  // −1: the row
  Error error;
};

struct RowValues {
  Fields fields;
  std::vector<Problem> errors;  // the field is left out
  std::vector<Problem> notes;   // taken in, but a person may want to look
};

// Reads a row by its mapping. Units are resolved, references stay text.
RowValues ReadRow(const Row& row,
                  const std::vector<MappedColumn>& columns,
                  int year,
                  const Units& units);

// One cell as a value of `field`. `note` is set when something of it was left out.
Result<Value> ReadCell(const rules::Field& field,
                       const document::SheetCell& cell,
                       std::string_view unit_of_measure,
                       int year,
                       const Units& units,
                       Error* note);

}  // namespace luoshi::sheet
