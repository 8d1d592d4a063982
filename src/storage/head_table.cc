#include "storage/head_table.h"

namespace luoshi::storage {
namespace {

constexpr Statement kFind{"journal_head.find",
                          "SELECT jurisdiction, size, frontier, root, recorded FROM journal_head "
                          "WHERE jurisdiction = ?1"};
constexpr Statement kList{
    "journal_head.list",
    "SELECT jurisdiction, size, frontier, root, recorded FROM journal_head ORDER BY jurisdiction"};
constexpr Statement kSizes{"journal_head.sizes", "SELECT jurisdiction, size FROM journal_head"};
// DO NOTHING, not an error: PostgreSQL then waits for the other inserter and reports 0 rows, and
// the transaction stays usable.
constexpr Statement kInsert{
    "journal_head.insert",
    "INSERT INTO journal_head (jurisdiction, size, frontier, root, recorded) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (jurisdiction) DO NOTHING"};
constexpr Statement kAdvance{
    "journal_head.advance",
    "UPDATE journal_head SET size = ?2, frontier = ?3, root = ?4, recorded = ?5 "
    "WHERE jurisdiction = ?1 AND size = ?6"};

HeadRow Read(const Row& row) {
  HeadRow out;
  out.jurisdiction = JurisdictionId{row.Int(0)};
  out.size = row.Int(1);
  out.frontier = row.Blob(2);
  out.root = row.Blob(3);
  out.recorded = row.Int(4);
  return out;
}

}  // namespace

Result<std::optional<HeadRow>> FindHead(Tx& tx, JurisdictionId jurisdiction) {
  std::optional<HeadRow> out;
  TRY(tx.Query(kFind, {Number(jurisdiction)}, [&out](const Row& row) -> Status {
    out = Read(row);
    return {};
  }));
  return out;
}

Result<std::vector<HeadRow>> ListHeads(Tx& tx) {
  std::vector<HeadRow> out;
  TRY(tx.Query(kList, {}, [&out](const Row& row) -> Status {
    out.push_back(Read(row));
    return {};
  }));
  return out;
}

Result<std::map<JurisdictionId, std::int64_t>> ReadSizes(Tx& tx) {
  std::map<JurisdictionId, std::int64_t> out;
  TRY(tx.Query(kSizes, {}, [&out](const Row& row) -> Status {
    out[JurisdictionId{row.Int(0)}] = row.Int(1);
    return {};
  }));
  return out;
}

Result<bool> InsertHead(Tx& tx, const HeadRow& row) {
  TRY_ASSIGN(const std::int64_t changed,
             tx.Execute(kInsert, {Number(row.jurisdiction), Number(row.size), Blob(row.frontier),
                                  Blob(row.root), Number(row.recorded)}));
  return changed == 1;
}

Result<bool> AdvanceHead(Tx& tx, const HeadRow& row, std::int64_t from) {
  TRY_ASSIGN(const std::int64_t changed,
             tx.Execute(kAdvance, {Number(row.jurisdiction), Number(row.size), Blob(row.frontier),
                                   Blob(row.root), Number(row.recorded), Number(from)}));
  return changed == 1;
}

}  // namespace luoshi::storage
