#include "app/record_json.h"

#include <set>

#include "rules/form.h"

namespace luoshi::app {
namespace {

// `out` ends inside an object.
void AddMember(std::string& out, std::string_view name, std::string_view json) {
  out += out.back() == '{' ? "\"" : ",\"";
  out += name;
  out += "\":";
  out += json;
}

std::string Quoted(std::string_view text) {
  return WriteJson(Json(boost::json::string_view(text.data(), text.size())));
}

// What is shown of the personal fields, added to the clear ones.
void AddPersonal(std::string& out, const rules::Pack& pack, const Fields& personal) {
  for (const auto& [name, value] : personal) {
    const rules::Field* const field = pack.FindField(name);
    const std::string* const text = value.As<std::string>();
    const bool masked = field != nullptr && field->personal && text != nullptr;
    AddMember(out, name,
              masked ? Quoted(rules::Mask(*field, *text)) : WriteJson(rules::WriteValue(value)));
  }
}

}  // namespace

Result<std::string> RecordJson(storage::Tx& tx,
                               const root::Directory& directory,
                               const journal::Keyring& keyring,
                               JurisdictionId jurisdiction,
                               const storage::RecordRow& row,
                               With with) {
  const rules::Pack* const pack = directory.FindPack(row.pack);
  if (pack == nullptr) {
    return Error{ErrorCode::kInvalid, "pack.unknown", {{"pack", row.pack}}};
  }
  // what is passed on unread must at least be of its kind
  if (!row.fields.starts_with('{') || !row.fields.ends_with('}') || !row.history.starts_with('[') ||
      !row.history.ends_with(']')) {
    return registers::DamagedRecord(pack->title.zh, row.id,
                                    Error{ErrorCode::kInvalid, "json.type"});
  }
  TRY_ASSIGN(const std::optional<Fields> personal,
             registers::OpenPersonal(tx, *pack, jurisdiction, row, keyring));
  std::string out;
  out.reserve(row.fields.size() + row.history.size() + 512);
  out = "{";
  AddMember(out, "record", "\"" + row.id.ToString() + "\"");
  AddMember(out, "jurisdiction", std::to_string(NumberOf(jurisdiction)));
  AddMember(out, "pack", Quoted(row.pack));
  AddMember(out, "region", std::to_string(NumberOf(row.region)));
  AddMember(out, "region_name", Quoted(directory.NameOf(row.region)));
  AddMember(out, "state", Quoted(row.state));
  AddMember(out, "position", std::to_string(row.position));
  AddMember(out, "fields", std::string_view(row.fields).substr(0, row.fields.size() - 1));
  if (personal) {
    AddPersonal(out, *pack, *personal);
  }
  out += '}';
  if (with == With::kHistory) {
    AddMember(out, "history", row.history);
  }
  out += '}';
  return out;
}

Result<std::string> ShowRecord(App& app, const access::Scope& scope, const RecordId& id) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  std::set<JurisdictionId> seen;
  for (const root::Jurisdiction& jurisdiction : directory->jurisdictions()) {
    if (!seen.insert(jurisdiction.id).second) {
      continue;
    }
    TRY_ASSIGN(const std::optional<storage::RecordRow> row,
               storage::GetRecord(*tx, jurisdiction.id, id));
    const rules::Pack* pack = row ? directory->FindPack(row->pack) : nullptr;
    if (pack != nullptr && registers::MayRead(scope, *pack, *row)) {
      return RecordJson(*tx, *directory, app.keyring(), jurisdiction.id, *row, With::kHistory);
    }
  }
  return Error{ErrorCode::kNotFound, "record.missing", {{"record", id.ToString()}}};
}

}  // namespace luoshi::app
