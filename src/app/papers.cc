#include "app/papers.h"

#include <algorithm>

#include "base/bytes.h"
#include "rules/form.h"

namespace luoshi::app {
namespace {

std::string TextOf(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  const std::string* text = found == fields.end() ? nullptr : found->second.As<std::string>();
  return text == nullptr ? std::string() : *text;
}

}  // namespace

Result<std::optional<registers::Record>> FindPaper(App& app,
                                                   const access::Scope& scope,
                                                   std::string_view pack,
                                                   const std::string& number) {
  std::optional<registers::Record> out;
  TRY(app.ForEachRecord(scope, pack, kNoUnit, registers::Personal::kClosed,
                        [&](const registers::Record& record) -> Status {
                          if (TextOf(record.state.fields, "number") == number &&
                              (!out || out->position < record.position)) {
                            out = record;
                          }
                          return {};
                        }));
  return out;
}

Result<journal::Attachment> PaperFile(App& app,
                                      const registers::Record& record,
                                      std::string_view field) {
  constexpr std::string_view kPrefix = "sha256:";
  const std::string name = TextOf(record.state.fields, field);
  Hash256 hash;
  const std::optional<std::string> raw =
      name.starts_with(kPrefix) ? FromHex(name.substr(kPrefix.size())) : std::nullopt;
  if (!raw || raw->size() != hash.bytes.size()) {
    return Error{ErrorCode::kNotFound, "attachment.missing"};
  }
  std::copy(raw->begin(), raw->end(), hash.bytes.begin());
  return app.GetAttachment(record.jurisdiction, hash);
}

Result<journal::Attachment> OpenAttachment(App& app,
                                           const access::Scope& scope,
                                           JurisdictionId jurisdiction,
                                           const Hash256& hash,
                                           const RecordId& record) {
  TRY_ASSIGN(const registers::Record found,
             app.FindRecord(scope, jurisdiction, record, registers::Personal::kClosed));
  // state and history together: an older paper of the record may be looked at too
  std::string shown = WriteJson(rules::WriteFields(found.state.fields));
  for (const rules::Change& change : found.history) {
    shown += WriteJson(rules::WriteChange(change));
  }
  if (shown.find("\"sha256:" + hash.ToHex() + "\"") == std::string::npos) {
    return Error{ErrorCode::kNotFound, "attachment.missing"};
  }
  return app.GetAttachment(jurisdiction, hash);
}

Result<StoredAttachment> StoreAttachment(App& app,
                                         const access::Scope& scope,
                                         std::string_view pack,
                                         UnitId unit,
                                         const std::string& content,
                                         const std::string& media_type,
                                         const std::optional<RecordId>& seal_for) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  if (!scope.MayChange(unit, pack)) {
    return Error{ErrorCode::kForbidden,
                 "access.rows",
                 {{"unit", directory->NameOf(unit)}, {"register", std::string(pack)}}};
  }
  const std::optional<JurisdictionId> jurisdiction = directory->JurisdictionOf(unit, app.today());
  if (!jurisdiction) {
    return Error{
        ErrorCode::kInvalid, "unit.no_jurisdiction", {{"name", directory->NameOf(unit)}}, "?unit"};
  }
  TRY_ASSIGN(const Hash256 hash, app.PutAttachment(*jurisdiction, content, media_type,
                                                   seal_for ? &*seal_for : nullptr));
  return StoredAttachment{*jurisdiction, hash};
}

}  // namespace luoshi::app
