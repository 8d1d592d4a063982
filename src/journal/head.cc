#include "journal/head.h"

#include <cstring>

#include "journal/merkle.h"
#include "storage/head_table.h"

namespace luoshi::journal {
namespace {

Result<Head> FromRow(const storage::HeadRow& row) {
  Head out;
  out.jurisdiction = row.jurisdiction;
  out.size = row.size;
  TRY_ASSIGN(out.root, HashFrom(row.root));
  out.recorded = {row.recorded};
  return out;
}

}  // namespace

Result<Hash256> HashFrom(std::string_view raw) {
  Hash256 out;
  if (raw.size() != out.bytes.size()) {
    return Error{ErrorCode::kInternal, "journal.frontier_damaged"};
  }
  std::memcpy(out.bytes.data(), raw.data(), raw.size());
  return out;
}

Result<Head> ReadHead(storage::Tx& tx, JurisdictionId jurisdiction) {
  TRY_ASSIGN(const std::optional<storage::HeadRow> row, storage::FindHead(tx, jurisdiction));
  if (row) {
    return FromRow(*row);
  }
  Head empty;
  empty.jurisdiction = jurisdiction;
  empty.root = EmptyTreeHash();
  return empty;
}

Result<std::vector<Head>> ReadHeads(storage::Tx& tx) {
  TRY_ASSIGN(const std::vector<storage::HeadRow> rows, storage::ListHeads(tx));
  std::vector<Head> out;
  for (const storage::HeadRow& row : rows) {
    TRY_ASSIGN(Head head, FromRow(row));
    out.push_back(head);
  }
  return out;
}

}  // namespace luoshi::journal
