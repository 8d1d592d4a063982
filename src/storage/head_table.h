// journal_head: how far each journal has come. Advanced by compare-and-set on the size, which
// orders and fences all appends to one journal.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"

namespace luoshi::storage {

struct HeadRow {
  JurisdictionId jurisdiction{};
  std::int64_t size = 0;
  std::string frontier;
  std::string root;
  std::int64_t recorded = 0;  // ms
};

Result<std::optional<HeadRow>> FindHead(Tx& tx, JurisdictionId jurisdiction);
Result<std::vector<HeadRow>> ListHeads(Tx& tx);  // by jurisdiction
// Only how far each has come.
Result<std::map<JurisdictionId, std::int64_t>> ReadSizes(Tx& tx);
// False when there is one already.
Result<bool> InsertHead(Tx& tx, const HeadRow& row);
// False when its size is not `from` any more.
Result<bool> AdvanceHead(Tx& tx, const HeadRow& row, std::int64_t from);

}  // namespace luoshi::storage
