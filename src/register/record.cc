#include "register/record.h"

#include "rules/form.h"

namespace luoshi::registers {
namespace {

std::string_view KindName(rules::FieldType type) {
  switch (type) {
    case rules::FieldType::kCitizenId:
      return "citizen_id";
    case rules::FieldType::kCreditCode:
      return "credit_code";
    case rules::FieldType::kPhone:
      return "phone";
    case rules::FieldType::kText:
    case rules::FieldType::kInt:
    case rules::FieldType::kDecimal:
    case rules::FieldType::kMoney:
    case rules::FieldType::kDate:
    case rules::FieldType::kTime:
    case rules::FieldType::kEnum:
    case rules::FieldType::kMultiEnum:
    case rules::FieldType::kBool:
    case rules::FieldType::kUnit:
    case rules::FieldType::kReference:
    case rules::FieldType::kCarried:
    case rules::FieldType::kPoint:
    case rules::FieldType::kAttachment:
    case rules::FieldType::kGroup:
      return "text";
  }
  return "text";
}

UnitId UnitField(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  const UnitId* unit = found == fields.end() ? nullptr : found->second.As<UnitId>();
  return unit == nullptr ? kNoUnit : *unit;
}

}  // namespace

bool IsPersonal(const rules::Pack& pack, std::string_view field) {
  const rules::Field* known = pack.FindField(field);
  return known != nullptr && known->personal;
}

rules::Change ClearPart(const rules::Pack& pack, const rules::Change& change) {
  rules::Change clear = change;
  for (Fields* fields : {&clear.set, &clear.append}) {
    std::erase_if(*fields, [&](const auto& field) { return IsPersonal(pack, field.first); });
  }
  return clear;
}

Result<rules::Change> ChangeOf(const rules::Pack& pack, const Event& event) {
  JsonObject json = event.body;
  json["position"] = event.position;
  json["event"] = event.id.ToString();
  json["counts_on"] = event.counts_on.ToString();
  json["known_on"] = event.recorded.date().ToString();
  json["occurred"] = event.origin.occurred.ToString();
  json["actor"] = event.origin.actor.user;
  if (event.origin.on_behalf_of) {
    json["reporter"] = event.origin.on_behalf_of->name;
  }
  TRY_ASSIGN(rules::Change change, rules::ReadChange(pack, json));
  for (const auto& [part, into] :
       {std::pair<const char*, Fields*>{"set", &change.set}, {"append", &change.append}}) {
    if (const JsonObject* personal = FindObject(event.personal, part)) {
      TRY_ASSIGN(Fields fields, rules::ReadFields(pack.fields, *personal));
      into->merge(fields);
    }
  }
  return change;
}

Result<rules::History> ReadHistory(storage::Tx& tx,
                                   const rules::Pack& pack,
                                   JurisdictionId jurisdiction,
                                   const RecordId& id,
                                   const journal::Keyring* keyring) {
  rules::History history;
  TRY(journal::ReadRecordEvents(tx, jurisdiction, id, {.keyring = keyring},
                                [&](const Event& event) -> Status {
                                  TRY_ASSIGN(rules::Change change, ChangeOf(pack, event));
                                  history.push_back(std::move(change));
                                  return {};
                                }));
  return history;
}

Result<std::optional<Fields>> OpenPersonal(storage::Tx& tx,
                                           const rules::Pack& pack,
                                           JurisdictionId jurisdiction,
                                           const storage::RecordRow& row,
                                           const journal::Keyring& keyring) {
  if (row.sealed.empty()) {
    return std::optional<Fields>(Fields());
  }
  TRY_ASSIGN(const std::optional<journal::SecretKey> key,
             journal::RecordKey(tx, jurisdiction, row.id, keyring));
  if (!key) {
    return std::optional<Fields>();
  }
  TRY_ASSIGN(const std::string plain, journal::Keyring::Open(*key, row.sealed, row.id.AsBytes()));
  TRY_ASSIGN(const Json fields, ParseJson(plain));
  TRY_ASSIGN(Fields opened, rules::ReadFields(pack.fields, fields.as_object()));
  return std::optional<Fields>(std::move(opened));
}

Result<Record> OpenRow(storage::Tx& tx,
                       const root::Directory& directory,
                       JurisdictionId jurisdiction,
                       const storage::RecordRow& row,
                       Personal personal,
                       const journal::Keyring* keyring) {
  const rules::Pack* pack = directory.FindPack(row.pack);
  if (pack == nullptr) {
    return Error{ErrorCode::kInvalid, "pack.unknown", {{"pack", row.pack}}};
  }
  Record record;
  record.id = row.id;
  record.jurisdiction = jurisdiction;
  record.pack = row.pack;
  record.region = row.region;
  record.responsible = row.responsible;
  record.position = row.position;
  TRY_ASSIGN(const Json json, ParseJson(row.history));
  const JsonArray* changes = json.if_array();
  if (changes == nullptr) {
    return Error{ErrorCode::kInternal, "record.damaged", {{"record", row.id.ToString()}}};
  }
  for (const Json& item : *changes) {
    const JsonObject* change = item.if_object();
    if (change == nullptr) {
      return Error{ErrorCode::kInternal, "record.damaged", {{"record", row.id.ToString()}}};
    }
    TRY_ASSIGN(rules::Change read, rules::ReadChange(*pack, *change));
    record.history.push_back(std::move(read));
  }
  record.state = rules::Fold(*pack, record.history);
  record.erased = directory.IsErased(row.id);
  if (personal == Personal::kOpened) {
    TRY_ASSIGN(std::optional<Fields> opened, OpenPersonal(tx, *pack, jurisdiction, row, *keyring));
    if (opened) {
      record.state.fields.merge(*opened);
    } else {
      record.erased = true;
    }
  }
  return record;
}

Result<Record> LoadRecord(storage::Tx& tx,
                          const root::Directory& directory,
                          JurisdictionId jurisdiction,
                          const RecordId& id,
                          Personal personal,
                          const journal::Keyring* keyring) {
  TRY_ASSIGN(const std::optional<storage::RecordRow> row, storage::GetRecord(tx, jurisdiction, id));
  if (!row) {
    return Error{ErrorCode::kNotFound, "record.missing", {{"record", id.ToString()}}};
  }
  return OpenRow(tx, directory, jurisdiction, *row, personal, keyring);
}

std::string PersonalTag(const rules::Field& field,
                        std::string_view value,
                        const journal::Keyring& keyring) {
  return keyring.BlindTag(KindName(field.type), value);
}

std::optional<std::string> KeyTag(const rules::Pack& pack,
                                  const Fields& fields,
                                  const journal::Keyring& keyring) {
  if (pack.key.empty()) {
    return std::nullopt;
  }
  JsonArray values;
  for (const std::string& name : pack.key) {
    const auto found = fields.find(name);
    if (found == fields.end() || found->second.IsEmpty()) {
      return std::nullopt;
    }
    values.push_back(rules::WriteValue(found->second));
  }
  // blind whatever the fields are: a key may hold a personal value, and one rule is enough
  return keyring.BlindTag("key:" + pack.name, CanonicalJson(values));
}

bool IsFiltered(const rules::Field& field) {
  return field.list && !field.personal && field.type == rules::FieldType::kEnum;
}

std::vector<storage::Lookup> FilterLookupsOf(const rules::Pack& pack,
                                             const RecordId& id,
                                             const Fields& fields) {
  std::vector<storage::Lookup> out;
  for (const rules::Field& field : pack.fields) {
    const auto found = fields.find(field.name);
    const std::string* text = found == fields.end() ? nullptr : found->second.As<std::string>();
    if (text != nullptr && IsFiltered(field)) {
      out.push_back({pack.name, field.name, *text, id});
    }
  }
  return out;
}

std::vector<storage::Lookup> LookupsOf(const rules::Pack& pack,
                                       const RecordId& id,
                                       const Fields& fields,
                                       const journal::Keyring& keyring) {
  std::vector<storage::Lookup> out = FilterLookupsOf(pack, id, fields);
  if (const std::optional<std::string> key = KeyTag(pack, fields, keyring)) {
    out.push_back({pack.name, "", *key, id});
  }
  for (const rules::Field& field : pack.fields) {
    const auto found = fields.find(field.name);
    if (found == fields.end()) {
      continue;
    }
    if (const Uuid* target = found->second.As<Uuid>()) {
      out.push_back({pack.name, field.name, std::string(target->AsBytes()), id});
    } else if (const std::string* text = found->second.As<std::string>();
               text != nullptr && field.personal) {
      out.push_back({pack.name, field.name, PersonalTag(field, *text, keyring), id});
    }
  }
  return out;
}

UnitId RegionOf(const rules::Pack& pack, const Fields& fields) {
  return pack.region.empty() ? kNoUnit : UnitField(fields, pack.region);
}

UnitId ResponsibleOf(const rules::Pack& pack, const Fields& fields) {
  const UnitId responsible =
      pack.responsible.empty() ? kNoUnit : UnitField(fields, pack.responsible);
  return responsible == kNoUnit ? RegionOf(pack, fields) : responsible;
}

bool MayRead(const access::Scope& scope, const rules::Pack& pack, const Fields& fields) {
  return scope.MayReadRows(RegionOf(pack, fields), pack.name) ||
         scope.MayReadRows(ResponsibleOf(pack, fields), pack.name);
}

bool MayRead(const access::Scope& scope, const rules::Pack& pack, const storage::RecordRow& row) {
  return scope.MayReadRows(row.region, pack.name) || scope.MayReadRows(row.responsible, pack.name);
}

}  // namespace luoshi::registers
