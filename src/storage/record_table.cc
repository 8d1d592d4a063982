#include "storage/record_table.h"

namespace luoshi::storage {
namespace {

constexpr Statement kPut{
    "record.put",
    "INSERT INTO record (jurisdiction, id, pack, state, voided, region, responsible, position, "
    "fields, sealed, history) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
    "ON CONFLICT (jurisdiction, id) DO UPDATE SET pack = excluded.pack, state = excluded.state, "
    "voided = excluded.voided, region = excluded.region, responsible = excluded.responsible, "
    "position = excluded.position, fields = excluded.fields, sealed = excluded.sealed, "
    "history = excluded.history"};
constexpr Statement kGet{
    "record.get",
    "SELECT id, pack, state, voided, region, responsible, position, fields, sealed, history "
    "FROM record WHERE jurisdiction = ?1 AND id = ?2"};
constexpr Statement kRead{
    "record.read",
    "SELECT id, pack, state, voided, region, responsible, position, fields, sealed, history "
    "FROM record WHERE jurisdiction = ?1 AND pack = ?2 AND id > ?3 AND voided = 0 "
    "ORDER BY id LIMIT ?4"};
constexpr Statement kReadRegion{
    "record.read_region",
    "SELECT id, pack, state, voided, region, responsible, position, fields, sealed, history "
    "FROM record WHERE jurisdiction = ?1 AND pack = ?2 AND region = ?3 AND id > ?4 AND voided = 0 "
    "ORDER BY id LIMIT ?5"};
constexpr Statement kReadState{
    "record.read_state",
    "SELECT id, pack, state, voided, region, responsible, position, fields, sealed, history "
    "FROM record WHERE jurisdiction = ?1 AND pack = ?2 AND state = ?3 AND id > ?4 AND voided = 0 "
    "ORDER BY id LIMIT ?5"};
constexpr Statement kReadRegionState{
    "record.read_region_state",
    "SELECT id, pack, state, voided, region, responsible, position, fields, sealed, history "
    "FROM record WHERE jurisdiction = ?1 AND pack = ?2 AND region = ?3 AND state = ?4 AND id > ?5 "
    "AND voided = 0 ORDER BY id LIMIT ?6"};
constexpr Statement kScan{
    "record.scan",
    "SELECT id, pack, state, voided, region, responsible, position, fields, sealed, history "
    "FROM record WHERE jurisdiction = ?1 ORDER BY id"};

constexpr Statement kIdsOfPack{
    "record.ids",
    "SELECT id FROM record WHERE jurisdiction = ?1 AND pack = ?2 AND id > ?3 ORDER BY id LIMIT ?4"};
constexpr Statement kIdsOfState{
    "record.ids_state",
    "SELECT id FROM record WHERE jurisdiction = ?1 AND pack = ?2 AND state = ?3 AND id > ?4 "
    "ORDER BY id LIMIT ?5"};
constexpr Statement kIdsOfRegion{
    "record.ids_region",
    "SELECT id FROM record WHERE jurisdiction = ?1 AND pack = ?2 AND region = ?3 AND id > ?4 "
    "ORDER BY id LIMIT ?5"};
constexpr Statement kIdsOfResponsible{
    "record.ids_responsible",
    "SELECT id FROM record WHERE jurisdiction = ?1 AND pack = ?2 AND responsible = ?3 AND id > ?4 "
    "ORDER BY id LIMIT ?5"};
constexpr Statement kNamesUnits{
    "record.names_units",
    "SELECT EXISTS (SELECT 1 FROM record WHERE jurisdiction = ?1 AND pack = ?2 AND region >= ?3 "
    "AND region <= ?4) OR EXISTS (SELECT 1 FROM record WHERE jurisdiction = ?1 AND pack = ?2 "
    "AND responsible >= ?3 AND responsible <= ?4)"};
constexpr Statement kIdsOfLookup{
    "record_lookup.ids",
    "SELECT record FROM record_lookup WHERE jurisdiction = ?1 AND pack = ?2 AND field = ?3 "
    "AND tag = ?4 AND record > ?5 ORDER BY record LIMIT ?6"};

constexpr Statement kAddLookup{"record_lookup.add",
                               "INSERT INTO record_lookup (jurisdiction, pack, field, tag, record) "
                               "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"};
constexpr Statement kRemoveLookup{
    "record_lookup.remove",
    "DELETE FROM record_lookup WHERE jurisdiction = ?1 AND pack = ?2 AND field = ?3 AND tag = ?4 "
    "AND record = ?5"};
constexpr Statement kFind{
    "record_lookup.find",
    "SELECT record FROM record_lookup WHERE jurisdiction = ?1 AND pack = ?2 AND field = ?3 "
    "AND tag = ?4 ORDER BY record"};
constexpr Statement kScanLookups{
    "record_lookup.scan",
    "SELECT pack, field, tag, record FROM record_lookup WHERE jurisdiction = ?1 "
    "ORDER BY pack, field, tag, record"};

constexpr Statement kDropDue{"due_step.drop",
                             "DELETE FROM due_step WHERE jurisdiction = ?1 AND record = ?2"};
constexpr Statement kAddDue{"due_step.add",
                            "INSERT INTO due_step (jurisdiction, at, record, clock, step, anchor) "
                            "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
constexpr Statement kReadDue{
    "due_step.read",
    "SELECT at, record, clock, step, anchor FROM due_step WHERE jurisdiction = ?1 AND at <= ?2 "
    "ORDER BY at, record, clock, step LIMIT ?3"};

RecordRow ReadRow(const Row& row) {
  RecordRow out;
  out.id = row.Id(0);
  out.pack = row.Text(1);
  out.state = row.Text(2);
  out.voided = row.Int(3) != 0;
  out.region = UnitId{row.Int(4)};
  out.responsible = UnitId{row.Int(5)};
  out.position = row.Int(6);
  out.fields = row.Text(7);
  out.sealed = row.Blob(8);
  out.history = row.Text(9);
  return out;
}

}  // namespace

Status PutRecords(Tx& tx, JurisdictionId jurisdiction, std::span<const RecordRow> rows) {
  std::vector<Param> params;
  params.reserve(rows.size() * 11);
  for (const RecordRow& row : rows) {
    for (const Param& param : {Number(jurisdiction), Blob(row.id), Text(row.pack), Text(row.state),
                               Number(row.voided ? std::int64_t{1} : std::int64_t{0}),
                               Number(row.region), Number(row.responsible), Number(row.position),
                               Text(row.fields), Blob(row.sealed), Text(row.history)}) {
      params.push_back(param);
    }
  }
  TRY(tx.ExecuteMany(kPut, 11, params));
  return {};
}

Result<std::optional<RecordRow>> GetRecord(Tx& tx,
                                           JurisdictionId jurisdiction,
                                           const RecordId& id) {
  std::optional<RecordRow> out;
  TRY(tx.Query(kGet, {Number(jurisdiction), Blob(id)}, [&](const Row& row) -> Status {
    out = ReadRow(row);
    return {};
  }));
  return out;
}

Status ReadRecords(Tx& tx,
                   JurisdictionId jurisdiction,
                   const RecordFilter& filter,
                   const std::function<Status(const RecordRow&)>& on_record) {
  std::vector<Param> params = {Number(jurisdiction), Text(filter.pack)};
  if (filter.region) {
    params.push_back(Number(*filter.region));
  }
  if (filter.state) {
    params.push_back(Text(*filter.state));
  }
  params.push_back(Blob(filter.after));
  params.push_back(Number(filter.limit));
  const Statement& statement = filter.region && filter.state ? kReadRegionState
                               : filter.region               ? kReadRegion
                               : filter.state                ? kReadState
                                                             : kRead;
  return tx.Query(statement, params, [&](const Row& row) { return on_record(ReadRow(row)); });
}

namespace {

const Statement& StatementOf(IdRange::By by) {
  switch (by) {
    case IdRange::By::kPack:
      return kIdsOfPack;
    case IdRange::By::kState:
      return kIdsOfState;
    case IdRange::By::kRegion:
      return kIdsOfRegion;
    case IdRange::By::kResponsible:
      return kIdsOfResponsible;
    case IdRange::By::kLookup:
      return kIdsOfLookup;
  }
  return kIdsOfPack;
}

}  // namespace

Result<std::vector<RecordId>> ReadIds(Tx& tx,
                                      JurisdictionId jurisdiction,
                                      const IdRange& range,
                                      const RecordId& after,
                                      std::int64_t limit) {
  std::vector<Param> params = {Number(jurisdiction), Text(range.pack)};
  if (range.by == IdRange::By::kState) {
    params.push_back(Text(range.state));
  } else if (range.by == IdRange::By::kRegion || range.by == IdRange::By::kResponsible) {
    params.push_back(Number(range.unit));
  } else if (range.by == IdRange::By::kLookup) {
    params.push_back(Text(range.field));
    params.push_back(Blob(std::string_view(range.tag)));
  }
  params.push_back(Blob(after));
  params.push_back(Number(limit));
  std::vector<RecordId> out;
  TRY(tx.Query(StatementOf(range.by), params, [&](const Row& row) -> Status {
    out.push_back(row.Id(0));
    return {};
  }));
  return out;
}

Result<bool> NamesUnits(
    Tx& tx, JurisdictionId jurisdiction, std::string_view pack, UnitId first, UnitId last) {
  bool out = false;
  TRY(tx.Query(kNamesUnits, {Number(jurisdiction), Text(pack), Number(first), Number(last)},
               [&](const Row& row) -> Status {
                 out = row.Int(0) != 0;
                 return {};
               }));
  return out;
}

Status ScanRecords(Tx& tx,
                   JurisdictionId jurisdiction,
                   const std::function<Status(const RecordRow&)>& on_record) {
  return tx.Query(kScan, {Number(jurisdiction)},
                  [&](const Row& row) { return on_record(ReadRow(row)); });
}

namespace {

Status ChangeLookups(Tx& tx,
                     const Statement& statement,
                     JurisdictionId jurisdiction,
                     std::span<const Lookup> lookups) {
  std::vector<Param> params;
  params.reserve(lookups.size() * 5);
  for (const Lookup& lookup : lookups) {
    for (const Param& param : {Number(jurisdiction), Text(lookup.pack), Text(lookup.field),
                               Blob(std::string_view(lookup.tag)), Blob(lookup.record)}) {
      params.push_back(param);
    }
  }
  TRY(tx.ExecuteMany(statement, 5, params));
  return {};
}

}  // namespace

Status AddLookups(Tx& tx, JurisdictionId jurisdiction, std::span<const Lookup> lookups) {
  return ChangeLookups(tx, kAddLookup, jurisdiction, lookups);
}

Status RemoveLookups(Tx& tx, JurisdictionId jurisdiction, std::span<const Lookup> lookups) {
  return ChangeLookups(tx, kRemoveLookup, jurisdiction, lookups);
}

Result<std::vector<RecordId>> FindRecords(Tx& tx,
                                          JurisdictionId jurisdiction,
                                          std::string_view pack,
                                          std::string_view field,
                                          std::string_view tag) {
  std::vector<RecordId> out;
  TRY(tx.Query(kFind, {Number(jurisdiction), Text(pack), Text(field), Blob(tag)},
               [&](const Row& row) -> Status {
                 out.push_back(row.Id(0));
                 return {};
               }));
  return out;
}

Status ScanLookups(Tx& tx,
                   JurisdictionId jurisdiction,
                   const std::function<Status(const Lookup&)>& on_lookup) {
  return tx.Query(kScanLookups, {Number(jurisdiction)}, [&](const Row& row) {
    return on_lookup(
        {std::string(row.Text(0)), std::string(row.Text(1)), std::string(row.Blob(2)), row.Id(3)});
  });
}

Status ReplaceDueSteps(Tx& tx,
                       JurisdictionId jurisdiction,
                       std::span<const RecordId> records,
                       std::span<const DueStepRow> steps) {
  std::vector<Param> params;
  for (const RecordId& record : records) {
    params.push_back(Number(jurisdiction));
    params.push_back(Blob(record));
  }
  TRY(tx.ExecuteMany(kDropDue, 2, params));
  params.clear();
  for (const DueStepRow& step : steps) {
    for (const Param& param : {Number(jurisdiction), Number(step.at.ms), Blob(step.record),
                               Text(step.clock), Text(step.step), Blob(step.anchor)}) {
      params.push_back(param);
    }
  }
  TRY(tx.ExecuteMany(kAddDue, 6, params));
  return {};
}

Result<std::vector<DueStepRow>> ReadDueSteps(Tx& tx,
                                             JurisdictionId jurisdiction,
                                             DateTime now,
                                             std::int64_t limit) {
  std::vector<DueStepRow> out;
  TRY(tx.Query(kReadDue, {Number(jurisdiction), Number(now.ms), Number(limit)},
               [&](const Row& row) -> Status {
                 out.push_back({DateTime{row.Int(0)}, row.Id(1), std::string(row.Text(2)),
                                std::string(row.Text(3)), row.Id(4)});
                 return {};
               }));
  return out;
}

}  // namespace luoshi::storage
