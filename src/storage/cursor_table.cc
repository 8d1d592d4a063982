#include "storage/cursor_table.h"

namespace luoshi::storage {
namespace {

constexpr Statement kFind{
    "follower_cursor.find",
    "SELECT position FROM follower_cursor WHERE jurisdiction = ?1 AND follower = ?2"};
constexpr Statement kPut{"follower_cursor.put",
                         "INSERT INTO follower_cursor (jurisdiction, follower, position) "
                         "VALUES (?1, ?2, ?3) "
                         "ON CONFLICT (jurisdiction, follower) DO UPDATE SET position = ?3"};

}  // namespace

Result<std::optional<Position>> FindCursor(Tx& tx,
                                           std::string_view follower,
                                           JurisdictionId jurisdiction) {
  std::optional<Position> out;
  TRY(tx.Query(kFind, {Number(jurisdiction), Text(follower)}, [&out](const Row& row) -> Status {
    out = row.Int(0);
    return {};
  }));
  return out;
}

Status PutCursor(Tx& tx,
                 std::string_view follower,
                 JurisdictionId jurisdiction,
                 Position position) {
  TRY(tx.Execute(kPut, {Number(jurisdiction), Text(follower), Number(position)}));
  return {};
}

}  // namespace luoshi::storage
