// attachments: opened through a record that names them.
#include "app/papers.h"
#include "server/decode.h"
#include "server/handlers.h"

namespace luoshi::server {

Result<Response> GetAttachment(Call& call) {
  TRY_ASSIGN(const RecordId record, Uuid::Parse(call.Parameter("record")));
  TRY_ASSIGN(const Hash256 hash, ReadHash("sha256:" + call.path.at("hash")));
  const std::optional<std::int64_t> journal = ReadInteger(call.path.at("jurisdiction"));
  if (!journal) {
    return Error{ErrorCode::kNotFound, "attachment.missing"};
  }
  TRY_ASSIGN(journal::Attachment file,
             app::OpenAttachment(call.app, call.scope, JurisdictionId{*journal}, hash, record));
  return BytesResponse(std::move(file.content), file.media_type, call.path.at("hash"));
}

Result<Response> PostAttachment(Call& call) {
  TRY_ASSIGN(const UnitId unit, ReadUnit(call, "unit"));
  std::optional<RecordId> seal_for;
  if (const std::string text = call.Parameter("seal_for"); !text.empty()) {
    TRY_ASSIGN(seal_for, Uuid::Parse(text));
  }
  const std::string_view media_type = call.request.Header("content-type");
  TRY_ASSIGN(
      const app::StoredAttachment stored,
      app::StoreAttachment(
          call.app, call.scope, call.Parameter("pack"), unit, call.request.body,
          std::string(media_type.empty() ? "application/octet-stream" : media_type), seal_for));
  return JsonResponse(JsonObject{{"jurisdiction", NumberOf(stored.jurisdiction)},
                                 {"attachment", "sha256:" + stored.hash.ToHex()}},
                      201);
}

}  // namespace luoshi::server
