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

// Changes one byte (of a number: one bit) of one column of one row. nullopt: the table it chose has
// no row.
Result<std::optional<Flip>> FlipSomething(storage::Store& store,
                                          const std::function<std::int64_t(std::int64_t)>& roll);
Status UndoFlip(storage::Store& store, const Flip& flip);

}  // namespace luoshi::properties
