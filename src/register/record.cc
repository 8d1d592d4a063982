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

std::vector<UnitId> AssistingOf(const rules::Pack& pack, const Fields& fields) {
  std::vector<UnitId> out;
  const auto found = fields.find(pack.assisting);
  if (found == fields.end()) {
    return out;
  }
  if (const UnitId* unit = found->second.As<UnitId>()) {
    out.push_back(*unit);
  } else if (const GroupRows* rows = found->second.As<GroupRows>()) {
    for (const Fields& row : *rows) {
      for (const auto& [name, value] : row) {
        if (const UnitId* named = value.As<UnitId>()) {
          out.push_back(*named);
        }
      }
    }
  }
  return out;
}

Result<rules::Change> ReadEvent(const rules::Pack& pack, const Event& event) {
  JsonObject json = event.body;
  json["position"] = event.position;
  json["event"] = event.id.ToString();
  json["counts_on"] = event.counts_on.ToString();
  json["known_on"] = event.recorded.date().ToString();
  json["occurred"] = event.origin.occurred.ToString();
  json["actor"] = event.origin.actor.user;
  json["reporter"] = FindText(event.personal, kReporter);
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

Result<rules::History> ReadRowHistory(const rules::Pack& pack, const std::string& text) {
  TRY_ASSIGN(const Json json, ParseJson(text));
  const Error type(ErrorCode::kInvalid, "json.type", {{"expected", "array"}}, "/history");
  const JsonArray* changes = json.if_array();
  if (changes == nullptr) {
    return type;
  }
  rules::History history;
  history.reserve(changes->size());
  for (const Json& item : *changes) {
    const JsonObject* change = item.if_object();
    if (change == nullptr) {
      return type;
    }
    TRY_ASSIGN(rules::Change read, rules::ReadChange(pack, *change));
    history.push_back(std::move(read));
  }
  return history;
}

// What SealedPart made, back: the personal fields, and to `history`, when given, its reporters.
Result<Fields> ReadSealedPart(const rules::Pack& pack,
                              const std::string& plain,
                              rules::History* history) {
  TRY_ASSIGN(const Json json, ParseJson(plain));
  const JsonObject* part = json.if_object();
  const Error type(ErrorCode::kInvalid, "json.type", {{"expected", "object"}}, "/sealed");
  if (part == nullptr) {
    return type;
  }
  if (const JsonObject* reporters = FindObject(*part, "reporters");
      reporters != nullptr && history != nullptr) {
    for (rules::Change& change : *history) {
      change.reporter = FindText(*reporters, change.event.ToString());
    }
  }
  const JsonObject* fields = FindObject(*part, "fields");
  return fields == nullptr ? Result<Fields>(Fields()) : rules::ReadFields(pack.fields, *fields);
}

}  // namespace

bool IsPersonal(const rules::Pack& pack, std::string_view field) {
  const rules::Field* known = pack.FindField(field);
  return known != nullptr && known->personal;
}

rules::Change ClearPart(const rules::Pack& pack, const rules::Change& change) {
  rules::Change clear = change;
  clear.reporter.clear();
  for (Fields* fields : {&clear.set, &clear.append}) {
    std::erase_if(*fields, [&](const auto& field) { return IsPersonal(pack, field.first); });
  }
  return clear;
}

Result<rules::Change> ChangeOf(const rules::Pack& pack, const Event& event) {
  Result<rules::Change> change = ReadEvent(pack, event);
  if (!change.ok()) {
    const Error& why = change.error();
    return journal::DamagedAt(event.jurisdiction, event.position, why.key + " " + why.pointer);
  }
  return change;
}

Error DamagedRecord(std::string_view register_title, const RecordId& id, const Error& why) {
  return Error{ErrorCode::kInternal,
               "record.damaged",
               {{"register", std::string(register_title)}, {"record", id.ToString()}},
               {},
               why.key + " " + why.pointer + " " + why.detail};
}

Result<Fields> ClearFields(const rules::Pack& pack, const storage::RecordRow& row) {
  const Result<Json> json = ParseJson(row.fields);
  const JsonObject* object = json.ok() ? json->if_object() : nullptr;
  if (object == nullptr) {
    return DamagedRecord(pack.title.zh, row.id,
                         json.ok() ? Error{ErrorCode::kInvalid, "json.type"} : json.error());
  }
  Result<Fields> fields = rules::ReadFields(pack.fields, *object);
  return fields.ok() ? std::move(fields) : DamagedRecord(pack.title.zh, row.id, fields.error());
}

std::string SealedPart(const Fields& personal, const rules::History& history) {
  JsonObject part;
  if (!personal.empty()) {
    part["fields"] = rules::WriteFields(personal);
  }
  JsonObject reporters;
  for (const rules::Change& change : history) {
    if (!change.reporter.empty()) {
      reporters[change.event.ToString()] = change.reporter;
    }
  }
  if (!reporters.empty()) {
    part["reporters"] = std::move(reporters);
  }
  return part.empty() ? "" : CanonicalJson(part);
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
                                           const journal::Keyring& keyring,
                                           rules::History* history) {
  if (row.sealed.empty()) {
    return std::optional<Fields>(Fields());
  }
  TRY_ASSIGN(const std::optional<journal::SecretKey> key,
             journal::RecordKey(tx, jurisdiction, row.id, keyring));
  if (!key) {
    return std::optional<Fields>();
  }
  const Result<std::string> plain = journal::Keyring::Open(*key, row.sealed, row.id.AsBytes());
  Result<Fields> fields =
      plain.ok() ? ReadSealedPart(pack, *plain, history) : Result<Fields>(plain.error());
  if (!fields.ok()) {
    return DamagedRecord(pack.title.zh, row.id, fields.error());
  }
  return std::optional<Fields>(*std::move(fields));
}

Result<Record> OpenRow(storage::Tx& tx,
                       const root::Directory& directory,
                       JurisdictionId jurisdiction,
                       const storage::RecordRow& row,
                       Personal personal,
                       const journal::Keyring* keyring) {
  const rules::Pack* pack = directory.FindPack(row.pack);
  if (pack == nullptr) {
    return DamagedRecord(row.pack, row.id, Error{ErrorCode::kInvalid, "pack.unknown"});
  }
  Record record;
  record.id = row.id;
  record.jurisdiction = jurisdiction;
  record.pack = row.pack;
  record.region = row.region;
  record.responsible = row.responsible;
  record.position = row.position;
  record.erased = directory.IsErased(row.id);
  Result<rules::History> history = ReadRowHistory(*pack, row.history);
  if (!history.ok()) {
    return DamagedRecord(pack->title.zh, row.id, history.error());
  }
  record.history = *std::move(history);
  Fields opened;
  if (personal == Personal::kOpened) {
    TRY_ASSIGN(std::optional<Fields> fields,
               OpenPersonal(tx, *pack, jurisdiction, row, *keyring, &record.history));
    record.erased = record.erased || !fields;
    opened = std::move(fields).value_or(Fields());
  }
  record.state = rules::Fold(*pack, record.history);
  record.state.fields.merge(opened);
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

access::Belonging BelongingOf(const rules::Pack& pack, const Fields& fields) {
  return {RegionOf(pack, fields), ResponsibleOf(pack, fields), AssistingOf(pack, fields)};
}

bool MayRead(const access::Scope& scope, const rules::Pack& pack, const Fields& fields) {
  return scope.MayRead(BelongingOf(pack, fields), pack.name);
}

bool MayRead(const access::Scope& scope, const rules::Pack& pack, const storage::RecordRow& row) {
  if (scope.MayReadRows(row.region, pack.name) || scope.MayReadRows(row.responsible, pack.name)) {
    return true;
  }
  if (pack.assisting.empty()) {
    return false;  // most packs: their fields need not be read
  }
  const Result<Fields> fields = ClearFields(pack, row);
  return fields.ok() && MayRead(scope, pack, *fields);
}

}  // namespace luoshi::registers
