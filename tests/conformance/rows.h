// Statements and short forms the conformance tests share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "tests/support/stores.h"

namespace luoshi::testing {

class StorageConformance : public StoreTest {
 protected:
  void SetUp() override;  // makes the table `tally` too
};

inline constexpr storage::Statement kPutMeta = {"meta.put",
                                                "INSERT INTO meta (name, value) VALUES (?1, ?2)"};
inline constexpr storage::Statement kCountMeta = {"meta.count", "SELECT COUNT(*) FROM meta"};
inline constexpr storage::Statement kMetaNames = {"meta.names",
                                                  "SELECT name FROM meta ORDER BY name"};
inline constexpr storage::Statement kPutEvent = {
    "event.put",
    "INSERT INTO event (jurisdiction, position, command, record, content) "
    "VALUES (?1, ?2, ?3, ?4, ?5)"};
inline constexpr storage::Statement kCountEvents = {"event.count", "SELECT COUNT(*) FROM event"};
inline constexpr storage::Statement kPutHead = {
    "head.put",
    "INSERT INTO journal_head (jurisdiction, size, frontier, root, recorded) "
    "VALUES (1, 0, ?1, ?1, 0)"};
inline constexpr storage::Statement kAdvanceHead = {
    "head.advance", "UPDATE journal_head SET size = ?2 WHERE jurisdiction = 1 AND size = ?1"};
inline constexpr storage::Statement kReadHead = {"head.read", "SELECT size FROM journal_head"};
// A table of these tests alone: its types are spelt alike on both databases.
inline constexpr storage::Statement kMakeTally = {
    "tally.make", "CREATE TABLE tally (unit BIGINT PRIMARY KEY, amount BIGINT NOT NULL)"};
inline constexpr storage::Statement kAddToTally = {
    "tally.add",
    "INSERT INTO tally (unit, amount) VALUES (?1, ?2) "
    "ON CONFLICT (unit) DO UPDATE SET amount = tally.amount + excluded.amount"};
inline constexpr storage::Statement kReadTally = {"tally.read",
                                                  "SELECT amount FROM tally WHERE unit = ?1"};

// The one number a statement gives; fails the test when it fails. -1 when it gives no row.
std::int64_t NumberOf(storage::Tx& tx,
                      const storage::Statement& statement,
                      std::initializer_list<storage::Param> params = {});
// The same in a read transaction of its own.
std::int64_t NumberIn(storage::Store& store,
                      const storage::Statement& statement,
                      std::initializer_list<storage::Param> params = {});
// Carries a statement out in a write transaction of its own.
Result<std::int64_t> ExecuteIn(storage::Store& store,
                               const storage::Statement& statement,
                               std::initializer_list<storage::Param> params);
std::unique_ptr<storage::Tx> BeginOrDie(storage::Store& store, storage::Access access);

// "" for success, otherwise the error's key.
template <class T>
std::string KeyOf(const Result<T>& result) {
  return result.ok() ? std::string() : result.error().key;
}

}  // namespace luoshi::testing
