#include "storage/attachment_table.h"

#include <algorithm>

#include "base/bytes.h"

namespace luoshi::storage {
namespace {

constexpr Statement kFind{
    "attachment.find",
    "SELECT media_type, sealed_for, content FROM attachment WHERE jurisdiction = ?1 AND hash = ?2"};
constexpr Statement kInsert{
    "attachment.insert",
    "INSERT INTO attachment (jurisdiction, hash, media_type, sealed_for, content) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (jurisdiction, hash) DO NOTHING"};
constexpr Statement kReseal{"attachment.reseal",
                            "UPDATE attachment SET sealed_for = ?4, content = ?5 "
                            "WHERE jurisdiction = ?1 AND hash = ?2 AND sealed_for = ?3"};

constexpr Statement kScan{"attachment.scan",
                          "SELECT jurisdiction, hash FROM attachment ORDER BY jurisdiction, hash"};

}  // namespace

Result<std::optional<AttachmentRow>> FindAttachment(Tx& tx,
                                                    JurisdictionId jurisdiction,
                                                    const Hash256& hash) {
  std::optional<AttachmentRow> out;
  TRY(tx.Query(kFind, {Number(jurisdiction), Blob(hash.AsBytes())},
               [&out](const Row& row) -> Status {
                 out.emplace();
                 out->media_type = row.Text(0);
                 out->sealed_for = row.Blob(1);
                 out->content = row.Blob(2);
                 return {};
               }));
  return out;
}

Result<bool> InsertAttachment(Tx& tx,
                              JurisdictionId jurisdiction,
                              const Hash256& hash,
                              std::string_view media_type,
                              std::string_view sealed_for,
                              std::string_view content) {
  TRY_ASSIGN(const std::int64_t changed,
             tx.Execute(kInsert, {Number(jurisdiction), Blob(hash.AsBytes()), Text(media_type),
                                  Blob(sealed_for), Blob(content)}));
  return changed == 1;
}

Result<bool> ResealAttachment(Tx& tx,
                              JurisdictionId jurisdiction,
                              const Hash256& hash,
                              std::string_view from,
                              std::string_view sealed_for,
                              std::string_view content) {
  TRY_ASSIGN(const std::int64_t changed,
             tx.Execute(kReseal, {Number(jurisdiction), Blob(hash.AsBytes()), Blob(from),
                                  Blob(sealed_for), Blob(content)}));
  return changed == 1;
}

Status ScanAttachments(Tx& tx,
                       const std::function<Status(JurisdictionId, const Hash256&)>& on_attachment) {
  return tx.Query(kScan, std::span<const Param>(), [&](const Row& row) -> Status {
    const std::string_view raw = row.Blob(1);
    Hash256 hash;
    if (raw.size() != hash.bytes.size()) {
      return Error{ErrorCode::kInternal, "attachment.damaged", {{"hash", ToHex(raw)}}};
    }
    std::copy(raw.begin(), raw.end(), hash.bytes.begin());
    return on_attachment(JurisdictionId{row.Int(0)}, hash);
  });
}

}  // namespace luoshi::storage
