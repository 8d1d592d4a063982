// The tables, once for both databases. A change to a released schema is a new migration at the end;
// order matters, none is ever edited.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "storage/store.h"

namespace luoshi::storage {

struct Migration {
  std::string_view name;  // names rise: 0001_first, 0002_…
  std::string_view sql;   // statements ended by ';' (none inside literals), with words of Dialect
};

std::span<const Migration> Migrations();

// What the two databases spell differently. Every table ends in {clustered} or {plain}.
struct Dialect {
  std::string_view integer;          // {int}: 64 bits, signed
  std::string_view text;             // {text}: text that compares by bytes
  std::string_view bytes;            // {bytes}
  std::string_view clustered;        // {clustered}: rows lie in the order of their primary key
  std::string_view plain;            // {plain}: they need not; for rows with large blobs
  std::string_view lock_migrations;  // keeps others from migrating until the commit; may be empty
};

std::string InDialect(std::string_view sql, const Dialect& dialect);

// Brings the database up to Migrations() and notes each with its hash in the table `migration`.
// The caller commits. kInvalid storage.schema_mismatch when the database is newer than this program
// or was made by other texts; nothing is changed then.
Status Migrate(Tx& tx, const Dialect& dialect);

}  // namespace luoshi::storage
