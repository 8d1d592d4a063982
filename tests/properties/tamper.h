// Changing what is stored behind the program's back.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"

namespace luoshi::properties {

// Everything but journals, keys and attachments.
Status DeleteAllThatFollows(storage::Store& store);

struct Flip {
  std::string what;  // table, column, row
  std::vector<std::string> undo;
};

// "table.column" for each that verify must find a change in.
std::vector<std::string> FlippedColumns();
// The same for all columns there are.
Result<std::vector<std::string>> StoredColumns(storage::Store& store);
// Changes one byte (of a number: one bit) of that column in one row. nullopt: there is no row, or
// nothing to change in the one it chose.
Result<std::optional<Flip>> FlipSomething(storage::Store& store,
                                          const std::string& where,
                                          const std::function<std::int64_t(std::int64_t)>& roll);
Status UndoFlip(storage::Store& store, const Flip& flip);

}  // namespace luoshi::properties
