// The one door to a database. The SQL of this program is written once, in the subset both databases
// read alike (docs/adr/0004); storage_sqlite and storage_postgres implement this page and nothing
// else. Tables with names from the field stand beside this file (event_table.h, record_table.h, …).
//
// Threads: a Store may be shared; a Tx belongs to the thread that began it and ends before its
// Store.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "model/ids.h"

namespace luoshi::storage {

// A constant of the program, prepared once per connection. Parameters are written ?1, ?2, …; a call
// gives exactly as many. README.md says which SQL both databases read alike.
struct Statement {
  std::string_view name;  // for logs and metrics: "record.put"
  std::string_view sql;
};

struct Bytes {
  std::string_view raw;
};

// The bytes of text and blobs are read before the call returns; nothing is kept.
using Param = std::variant<std::nullptr_t, std::int64_t, std::string_view, Bytes>;

inline Param Number(std::int64_t value) { return value; }
inline Param Number(JurisdictionId id) { return NumberOf(id); }
inline Param Number(UnitId id) { return NumberOf(id); }
inline Param Text(std::string_view text) { return text; }
inline Param Blob(std::string_view raw) { return Bytes{raw}; }
inline Param Blob(const Uuid& id) { return Bytes{id.AsBytes()}; }

// One row of an answer; views stay valid until the callback returns. A column is read as what it is
// (a number as Int, text as Text, bytes as Blob); NULL reads as 0 or "". Sums, counts and
// conditions are numbers on both databases.
class Row {
 public:
  Row() = default;
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  virtual ~Row() = default;
  virtual bool IsNull(int column) const = 0;
  virtual std::int64_t Int(int column) const = 0;
  virtual std::string_view Text(int column) const = 0;
  virtual std::string_view Blob(int column) const = 0;
  // REQUIRES: the column holds 16 bytes
  Uuid Id(int column) const;
};

using OnRow = std::function<Status(const Row&)>;

enum class Access { kRead, kWrite };

// One transaction: a snapshot taken at Begin when reading, the only writer of its database when
// writing on SQLite, READ COMMITTED with compare-and-set heads on PostgreSQL. Ends with Commit, or
// is rolled back when destroyed. Failures: kUnavailable storage.busy (repeat the transaction),
// storage.full, storage.unreachable; kConflict storage.duplicate (a unique key is taken); kInternal
// storage.failed (with the database's own words as detail, never shown). After a failed statement
// every later one and Commit fail with storage.failed: what can be foreseen is asked by ON
// CONFLICT, not by trying.
class Tx {
 public:
  Tx() = default;
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;
  virtual ~Tx() = default;

  // Calls `on_row` for every row, in the statement's order; stops at the first error it returns,
  // which is no failure of the transaction. Rows stream, so a large answer needs no memory.
  // REQUIRES: `on_row` does not use this Tx (read in pages where each row needs further statements)
  virtual Status Query(const Statement& statement,
                       std::span<const Param> params,
                       const OnRow& on_row) = 0;
  // The number of rows changed.
  virtual Result<std::int64_t> Execute(const Statement& statement,
                                       std::span<const Param> params) = 0;
  // The same statement for many parameter rows (`params.size() % width == 0`), as one round trip
  // where the database can. The number of rows changed in all.
  virtual Result<std::int64_t> ExecuteMany(const Statement& statement,
                                           std::size_t width,
                                           std::span<const Param> params) = 0;
  // Durable when it returns ok (SQLite: synchronous=FULL). Ends the transaction either way. After
  // storage.unreachable nobody knows whether it was carried out: look for what it wrote (the
  // command id), then repeat.
  virtual Status Commit() = 0;

  Status Query(const Statement& statement,
               std::initializer_list<Param> params,
               const OnRow& on_row) {
    return Query(statement, std::span<const Param>(params.begin(), params.size()), on_row);
  }
  Result<std::int64_t> Execute(const Statement& statement, std::initializer_list<Param> params) {
    return Execute(statement, std::span<const Param>(params.begin(), params.size()));
  }
};

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // Waits for the writer when another write is under way (SQLite), so a thread that writes begins
  // no second write. Any number of reads may be open; a read Tx must not be held longer than
  // needed.
  virtual Result<std::unique_ptr<Tx>> Begin(Access access) = 0;
  // Copies the whole database to `path` while it is in use, as of one moment; whole or not at all,
  // durable when ok, an older file there is replaced. kUnavailable storage.full, file.unwritable;
  // kInvalid storage.backup_elsewhere when the database has its own tools for that (PostgreSQL).
  virtual Status BackUpTo(const std::string& path) = 0;
  virtual std::string_view Kind() const = 0;  // "sqlite", "postgres"
};

// Runs `body` in a write transaction, commits when it gives a value, rolls back on an error.
template <class Body>
auto WithTransaction(Store& store, Body&& body) -> decltype(body(std::declval<Tx&>())) {
  TRY_ASSIGN(const std::unique_ptr<Tx> tx, store.Begin(Access::kWrite));
  auto out = body(*tx);
  if (out.ok()) {
    TRY(tx->Commit());
  }
  return out;
}

}  // namespace luoshi::storage
