#include "storage/key_table.h"

namespace luoshi::storage {
namespace {

constexpr Statement kFind{"record_key.find",
                          "SELECT wrapped FROM record_key WHERE jurisdiction = ?1 AND record = ?2"};
constexpr Statement kInsert{
    "record_key.insert",
    "INSERT INTO record_key (jurisdiction, record, wrapped) VALUES (?1, ?2, ?3)"};
constexpr Statement kPut{"record_key.put",
                         "INSERT INTO record_key (jurisdiction, record, wrapped) "
                         "VALUES (?1, ?2, ?3) "
                         "ON CONFLICT (jurisdiction, record) DO UPDATE SET wrapped = ?3"};

}  // namespace

Result<std::optional<std::string>> FindKey(Tx& tx,
                                           JurisdictionId jurisdiction,
                                           const RecordId& record) {
  std::optional<std::string> out;
  TRY(tx.Query(kFind, {Number(jurisdiction), Blob(record)}, [&out](const Row& row) -> Status {
    out = row.Blob(0);
    return {};
  }));
  return out;
}

Status InsertKeys(Tx& tx, JurisdictionId jurisdiction, std::span<const NewKey> keys) {
  std::vector<Param> params;
  params.reserve(keys.size() * 3);
  for (const NewKey& key : keys) {
    params.push_back(Number(jurisdiction));
    params.push_back(Blob(key.record));
    params.push_back(Blob(key.wrapped));
  }
  TRY(tx.ExecuteMany(kInsert, 3, params));
  return {};
}

Status EmptyKey(Tx& tx, JurisdictionId jurisdiction, const RecordId& record) {
  TRY(tx.Execute(kPut, {Number(jurisdiction), Blob(record), Blob(std::string_view())}));
  return {};
}

}  // namespace luoshi::storage
