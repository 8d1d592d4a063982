#include "storage/schema.h"

#include <array>
#include <vector>

#include "base/sha256.h"
#include "base/text.h"

namespace luoshi::storage {
namespace {

// Every table but `meta` starts its primary key with the jurisdiction; no sequences, no triggers,
// no foreign keys across jurisdictions (design: distribution). Days are days since 1970, moments
// are milliseconds, hashes and ids are bytes.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE meta (
  name {text} PRIMARY KEY,
  value {text} NOT NULL
) {plain};
CREATE TABLE journal_head (
  jurisdiction {int} PRIMARY KEY,
  size {int} NOT NULL,
  frontier {bytes} NOT NULL,
  root {bytes} NOT NULL,
  recorded {int} NOT NULL
) {plain};
CREATE TABLE event (
  jurisdiction {int} NOT NULL,
  position {int} NOT NULL,
  command {bytes} NOT NULL,
  record {bytes} NOT NULL,
  content {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, position)
) {clustered};
CREATE UNIQUE INDEX event_command ON event (jurisdiction, command);
CREATE INDEX event_record ON event (jurisdiction, record, position);
CREATE TABLE merkle_node (
  jurisdiction {int} NOT NULL,
  level {int} NOT NULL,
  node {int} NOT NULL,
  hash {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, level, node)
) {clustered};
CREATE TABLE record_key (
  jurisdiction {int} NOT NULL,
  record {bytes} NOT NULL,
  wrapped {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, record)
) {clustered};
CREATE TABLE attachment (
  jurisdiction {int} NOT NULL,
  hash {bytes} NOT NULL,
  media_type {text} NOT NULL,
  sealed_for {bytes} NOT NULL,
  content {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, hash)
) {plain};
CREATE TABLE follower_cursor (
  jurisdiction {int} NOT NULL,
  follower {text} NOT NULL,
  position {int} NOT NULL,
  PRIMARY KEY (jurisdiction, follower)
) {clustered};
CREATE TABLE follower_refusal (
  jurisdiction {int} NOT NULL,
  follower {text} NOT NULL,
  command {bytes} NOT NULL,
  record {bytes} NOT NULL,
  reason {text} NOT NULL,
  at {int} NOT NULL,
  PRIMARY KEY (jurisdiction, follower, command)
) {clustered};
CREATE TABLE record (
  jurisdiction {int} NOT NULL,
  id {bytes} NOT NULL,
  pack {text} NOT NULL,
  state {text} NOT NULL,
  voided {int} NOT NULL,
  region {int} NOT NULL,
  responsible {int} NOT NULL,
  position {int} NOT NULL,
  fields {text} NOT NULL,
  sealed {bytes} NOT NULL,
  history {text} NOT NULL,
  PRIMARY KEY (jurisdiction, id)
) {plain};
CREATE INDEX record_pack ON record (jurisdiction, pack, id);
CREATE INDEX record_region ON record (jurisdiction, pack, region, id);
CREATE INDEX record_responsible ON record (jurisdiction, pack, responsible, id);
CREATE INDEX record_state ON record (jurisdiction, pack, state, id);
CREATE TABLE record_lookup (
  jurisdiction {int} NOT NULL,
  pack {text} NOT NULL,
  field {text} NOT NULL,
  tag {bytes} NOT NULL,
  record {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, pack, field, tag, record)
) {clustered};
CREATE TABLE due_step (
  jurisdiction {int} NOT NULL,
  at {int} NOT NULL,
  record {bytes} NOT NULL,
  clock {text} NOT NULL,
  step {text} NOT NULL,
  anchor {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, at, record, clock, step)
) {clustered};
CREATE INDEX due_step_record ON due_step (jurisdiction, record);
CREATE TABLE cell (
  jurisdiction {int} NOT NULL,
  measure {int} NOT NULL,
  period {text} NOT NULL,
  month {int} NOT NULL,
  breakdown {text} NOT NULL,
  region {int} NOT NULL,
  responsible {int} NOT NULL,
  day {int} NOT NULL,
  known_on {int} NOT NULL,
  amount {int} NOT NULL,
  PRIMARY KEY (jurisdiction, measure, period, month, breakdown, region, responsible, day, known_on)
) {clustered};
CREATE TABLE cell_total (
  jurisdiction {int} NOT NULL,
  measure {int} NOT NULL,
  period {text} NOT NULL,
  breakdown {text} NOT NULL,
  region {int} NOT NULL,
  responsible {int} NOT NULL,
  month {int} NOT NULL,
  amount {int} NOT NULL,
  PRIMARY KEY (jurisdiction, measure, period, breakdown, region, responsible, month)
) {clustered};
)sql";

constexpr std::array<Migration, 1> kMigrations = {{{"0001_first", kFirst}}};

constexpr std::string_view kMigrationTable = R"sql(
CREATE TABLE IF NOT EXISTS migration (
  name {text} PRIMARY KEY,
  hash {bytes} NOT NULL
) {plain}
)sql";

constexpr Statement kReadApplied = {"migration.read",
                                    "SELECT name, hash FROM migration ORDER BY name"};
constexpr Statement kNoteApplied = {"migration.note",
                                    "INSERT INTO migration (name, hash) VALUES (?1, ?2)"};

struct Applied {
  std::string name;
  std::string hash;
};

Error Mismatch(std::string_view name, std::string_view why) {
  return {ErrorCode::kInvalid,
          "storage.schema_mismatch",
          {{"migration", std::string(name)}},
          {},
          std::string(name) + ": " + std::string(why)};
}

// That what was applied is how our own list begins.
Status CheckApplied(std::span<const Applied> applied, std::span<const Migration> known) {
  for (std::size_t i = 0; i < applied.size(); ++i) {
    if (i >= known.size() || applied[i].name != known[i].name) {
      return Mismatch(applied[i].name, "applied, but unknown here: the database is newer");
    }
    if (applied[i].hash != HashOf(known[i].sql).AsBytes()) {
      return Mismatch(applied[i].name, "applied with another text");
    }
  }
  return {};
}

Status RunScript(Tx& tx, const Migration& migration, const Dialect& dialect) {
  for (const std::string& one : Split(InDialect(migration.sql, dialect), ";")) {
    if (!TrimAscii(one).empty()) {
      TRY(tx.Execute({migration.name, one}, {}));
    }
  }
  return {};
}

}  // namespace

std::span<const Migration> Migrations() { return kMigrations; }

std::string InDialect(std::string_view sql, const Dialect& dialect) {
  std::string out = Replaced(sql, "{text}", dialect.text);
  out = Replaced(out, "{bytes}", dialect.bytes);
  out = Replaced(out, "{int}", dialect.integer);
  out = Replaced(out, "{clustered}", dialect.clustered);
  return Replaced(out, "{plain}", dialect.plain);
}

Status Migrate(Tx& tx, const Dialect& dialect) {
  TRY(tx.Execute({"migration.table", InDialect(kMigrationTable, dialect)}, {}));
  if (!dialect.lock_migrations.empty()) {
    TRY(tx.Execute({"migration.lock", dialect.lock_migrations}, {}));
  }
  std::vector<Applied> applied;
  TRY(tx.Query(kReadApplied, {}, [&](const Row& row) -> Status {
    applied.push_back({std::string(row.Text(0)), std::string(row.Blob(1))});
    return {};
  }));
  TRY(CheckApplied(applied, kMigrations));
  for (const Migration& migration : Migrations().subspan(applied.size())) {
    TRY(RunScript(tx, migration, dialect));
    const Hash256 hash = HashOf(migration.sql);
    TRY(tx.Execute(kNoteApplied, {Text(migration.name), Blob(hash.AsBytes())}));
  }
  return {};
}

}  // namespace luoshi::storage
