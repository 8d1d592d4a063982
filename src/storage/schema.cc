#include "storage/schema.h"

#include <array>

#include "base/text.h"

namespace luoshi::storage {
namespace {

// Every table but `meta` starts its primary key with the jurisdiction; no sequences, no triggers, no
// foreign keys across jurisdictions (design: distribution). Days are days since 1970, moments are
// milliseconds, hashes and ids are bytes.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE meta (
  name {text} PRIMARY KEY,
  value {text} NOT NULL
);
CREATE TABLE journal_head (
  jurisdiction BIGINT PRIMARY KEY,
  size BIGINT NOT NULL,
  frontier {bytes} NOT NULL,
  root {bytes} NOT NULL,
  recorded BIGINT NOT NULL
);
CREATE TABLE event (
  jurisdiction BIGINT NOT NULL,
  position BIGINT NOT NULL,
  command {bytes} NOT NULL,
  record {bytes} NOT NULL,
  content {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, position)
) {clustered};
CREATE UNIQUE INDEX event_command ON event (jurisdiction, command);
CREATE INDEX event_record ON event (jurisdiction, record, position);
CREATE TABLE merkle_node (
  jurisdiction BIGINT NOT NULL,
  level BIGINT NOT NULL,
  node BIGINT NOT NULL,
  hash {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, level, node)
) {clustered};
CREATE TABLE record_key (
  jurisdiction BIGINT NOT NULL,
  record {bytes} NOT NULL,
  wrapped {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, record)
) {clustered};
CREATE TABLE attachment (
  jurisdiction BIGINT NOT NULL,
  hash {bytes} NOT NULL,
  media_type {text} NOT NULL,
  sealed_for {bytes} NOT NULL,
  content {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, hash)
);
CREATE TABLE follower_cursor (
  jurisdiction BIGINT NOT NULL,
  follower {text} NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (jurisdiction, follower)
) {clustered};
CREATE TABLE record (
  jurisdiction BIGINT NOT NULL,
  id {bytes} NOT NULL,
  pack {text} NOT NULL,
  state {text} NOT NULL,
  voided BIGINT NOT NULL,
  region BIGINT NOT NULL,
  responsible BIGINT NOT NULL,
  position BIGINT NOT NULL,
  fields {text} NOT NULL,
  sealed {bytes} NOT NULL,
  history {text} NOT NULL,
  PRIMARY KEY (jurisdiction, id)
) {clustered};
CREATE INDEX record_region ON record (jurisdiction, pack, region, id);
CREATE INDEX record_state ON record (jurisdiction, pack, state, id);
CREATE TABLE record_lookup (
  jurisdiction BIGINT NOT NULL,
  pack {text} NOT NULL,
  field {text} NOT NULL,
  tag {bytes} NOT NULL,
  record {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, pack, field, tag, record)
) {clustered};
CREATE TABLE due_step (
  jurisdiction BIGINT NOT NULL,
  at BIGINT NOT NULL,
  record {bytes} NOT NULL,
  clock {text} NOT NULL,
  step {text} NOT NULL,
  anchor {bytes} NOT NULL,
  PRIMARY KEY (jurisdiction, at, record, clock, step)
) {clustered};
CREATE INDEX due_step_record ON due_step (jurisdiction, record);
CREATE TABLE cell (
  jurisdiction BIGINT NOT NULL,
  measure BIGINT NOT NULL,
  period {text} NOT NULL,
  breakdown {text} NOT NULL,
  region BIGINT NOT NULL,
  responsible BIGINT NOT NULL,
  day BIGINT NOT NULL,
  known_on BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (jurisdiction, measure, period, breakdown, region, responsible, day, known_on)
) {clustered};
CREATE TABLE cell_total (
  jurisdiction BIGINT NOT NULL,
  measure BIGINT NOT NULL,
  period {text} NOT NULL,
  breakdown {text} NOT NULL,
  region BIGINT NOT NULL,
  responsible BIGINT NOT NULL,
  month BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (jurisdiction, measure, period, breakdown, region, responsible, month)
) {clustered};
)sql";

constexpr std::array<Migration, 1> kMigrations = {{{"0001_first", kFirst}}};

}  // namespace

std::span<const Migration> Migrations() { return kMigrations; }

std::string InDialect(std::string_view sql, const Dialect& dialect) {
  std::string out = Replaced(sql, "{text}", dialect.text);
  out = Replaced(out, "{bytes}", dialect.bytes);
  return Replaced(out, "{clustered}", dialect.clustered);
}

}  // namespace luoshi::storage
