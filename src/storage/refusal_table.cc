#include "storage/refusal_table.h"

namespace luoshi::storage {
namespace {

constexpr Statement kPut{
    "follower_refusal.put",
    "INSERT INTO follower_refusal (jurisdiction, follower, command, record, reason, at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
    "ON CONFLICT (jurisdiction, follower, command) DO UPDATE SET reason = ?5, at = ?6"};
constexpr Statement kPrune{
    "follower_refusal.prune",
    "DELETE FROM follower_refusal WHERE jurisdiction = ?1 AND at < "
    "(SELECT at FROM follower_refusal WHERE jurisdiction = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?2)"};
constexpr Statement kRemove{
    "follower_refusal.remove",
    "DELETE FROM follower_refusal WHERE jurisdiction = ?1 AND follower = ?2 AND command = ?3"};
constexpr Statement kRead{"follower_refusal.read",
                          "SELECT follower, command, record, reason, at FROM follower_refusal "
                          "WHERE jurisdiction = ?1 ORDER BY at DESC, follower, command"};
constexpr Statement kCount{"follower_refusal.count", "SELECT COUNT(*) FROM follower_refusal"};

}  // namespace

Status PutRefusals(Tx& tx, JurisdictionId jurisdiction, std::span<const RefusalRow> rows) {
  for (const RefusalRow& row : rows) {
    TRY(tx.Execute(kPut, {Number(jurisdiction), Text(row.follower), Blob(row.command),
                          Blob(row.record), Text(row.reason), Number(row.at.ms)}));
  }
  TRY(tx.Execute(kPrune, {Number(jurisdiction), Number(kMostRefusals - 1)}));
  return {};
}

Status RemoveRefusals(Tx& tx,
                      JurisdictionId jurisdiction,
                      std::string_view follower,
                      std::span<const CommandId> commands) {
  for (const CommandId& command : commands) {
    TRY(tx.Execute(kRemove, {Number(jurisdiction), Text(follower), Blob(command)}));
  }
  return {};
}

Result<std::vector<RefusalRow>> ReadRefusals(Tx& tx, JurisdictionId jurisdiction) {
  std::vector<RefusalRow> out;
  TRY(tx.Query(kRead, {Number(jurisdiction)}, [&](const Row& row) -> Status {
    TRY_ASSIGN(const CommandId command, Uuid::FromBytes(row.Blob(1)));
    TRY_ASSIGN(const RecordId record, Uuid::FromBytes(row.Blob(2)));
    out.push_back({std::string(row.Text(0)), command, record, std::string(row.Text(3)),
                   DateTime{row.Int(4)}});
    return {};
  }));
  return out;
}

Result<std::int64_t> CountRefusals(Tx& tx) {
  std::int64_t count = 0;
  TRY(tx.Query(kCount, {}, [&](const Row& row) -> Status {
    count = row.Int(0);
    return {};
  }));
  return count;
}

}  // namespace luoshi::storage
